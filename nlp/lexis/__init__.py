"""How words and phrases are made comparable: spelling, stems, phrases, families of meaning."""
