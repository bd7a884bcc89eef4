"""What people see: pages of words, drawn for a terminal or as Markdown; and rows in the formats of programs.

safe        text from anybody, made fit to be shown
page        a page, wherever it will be read
pages       the page of each command
terminal    a page as text of a width; grid, wrap and palette are its parts
markdown    a page as Markdown
formats     rows as JSON, JSON Lines, CSV and tables; times and values, what is in them
pager       text that does not fit on the screen
"""
