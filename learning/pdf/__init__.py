"""Pages for print: HTML from our own templates, drawn by WeasyPrint in a process of its own."""
