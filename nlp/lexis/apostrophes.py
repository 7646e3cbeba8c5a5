"""The marks that people type for an apostrophe, as each keyboard offers them."""

APOSTROPHES = "`´‘’‛′ʹʻʼˈ＇"
