"""Taking in what people said elsewhere: CSV, XLSX and JSONL files, with each bad row named by line and reason."""
