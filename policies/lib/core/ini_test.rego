package lib.guiderail.ini_test

import data.lib.guiderail.ini

test_settings[note][break] if {
	some note, case in {
		"nothing": {"lines": [""], "want": []},
		"before the first section": {"lines": ["a = 1", "[s]", "b = 2"], "want": [setting("", "a", "1", 1), setting("s", "b", "2", 3)]},
		"comments and blank lines": {
			"lines": ["# a = 1", "; a = 2", "", "  \t", "[s]", "  # a = 3", "\t;a = 4", "a = 5"],
			"want": [setting("s", "a", "5", 8)],
		},
		"no blanks, many blanks": {"lines": ["[s]", "a=1", " \tb \t = \t 2\t "], "want": [setting("s", "a", "1", 2), setting("s", "b", "2", 3)]},
		"colon": {"lines": ["[s]", "a: 1", "b:2=3", "c=4:5"], "want": [setting("s", "a", "1", 2), setting("s", "b", "2=3", 3), setting("s", "c", "4:5", 4)]},
		"comment behind a value": {
			"lines": ["[s]", "a = 1 # x", "b = 2 ;x", "c = 3;x#y", "d = # 4", "e = \"5 # x\" # y"],
			"want": [setting("s", "a", "1", 2), setting("s", "b", "2", 3), setting("s", "c", "3;x#y", 4), setting("s", "d", "# 4", 5), setting("s", "e", "5 # x", 6)],
		},
		"quotes": {
			"lines": ["[s]", `a = "1"`, `b = '2 "x"'`, `c = "3 \"x\" \n"`, `d:e = "4"`, `f = sh -c "5"`, `g = "6" 7`, `h = "8`],
			"want": [
				setting("s", "a", "1", 2), setting("s", "b", `2 "x"`, 3), setting("s", "c", `3 "x" \n`, 4), setting("s", "d:e", "4", 5),
				setting("s", "f", `sh -c "5"`, 6), setting("s", "g", "6", 7), setting("s", "h", "8", 8),
			],
		},
		"twice": {"lines": ["[s]", "a = 1", "[t]", "[s]", "a = 2"], "want": [setting("s", "a", "1", 2), setting("s", "a", "2", 5)]},
		"neither value nor sign": {"lines": ["[s]", "a =", "b", "= 3"], "want": [setting("s", "a", "", 2), setting("s", "b", "", 3), setting("s", "", "3", 4)]},
		"names of sections are exact": {
			"lines": [" [s] ", "a = 1", "[ s ]", "b = 2", "[S]", "c = 3", "[t] # comment", "d = 4", "[u", "e = 5"],
			"want": [
				setting("s", "a", "1", 2), setting(" s ", "b", "2", 4), setting("S", "c", "3", 6), setting("S", "[t] # comment", "", 7),
				setting("S", "d", "4", 8), setting("S", "[u", "", 9), setting("S", "e", "5", 10),
			],
		},
		"continued": {
			"lines": ["[s]", `a = 1 \`, "2", `b = \`, `  3 \ # x`, "  [t]", "c = 4"],
			"want": [setting("s", "a", "1\n2", 2), setting("s", "b", "\n3\n[t]", 4), setting("s", "c", "4", 7)],
		},
		"not continued": {
			"lines": ["[s]", `# x \`, "a = 1", `b = C:\`, `; y \`, `; z \`, "c = 2", `d = 3 \`],
			"want": [setting("s", "a", "1", 3), setting("s", "b", `C:\`, 4), setting("s", "c", "2", 7), setting("s", "d", "3", 8)],
		},
		"continued by what looks like a comment": {
			"lines": ["[s]", `a = 1 \`, `# 2 \`, "3", "b = 4"],
			"want": [setting("s", "a", "1\n# 2\n3", 2), setting("s", "b", "4", 5)],
		},
	}
	some break in ["\n", "\r\n"]
	ini.settings(concat(break, case.lines)) == case.want
}

test_every_line_break_counts[break] if {
	some break in ["\n", "\r\n", "\r"]
	ini.settings(concat(break, ["[s]", "", `a = 1 \`, "2", "b = 3"])) == [setting("s", "a", "1\n2", 3), setting("s", "b", "3", 5)]
}

test_begins_with_section[text] if {
	some text in ["[s]", "# x\n; y\n\n [s] \na = 1", "\r\n[s]\r\n"]
	ini.begins_with_section(text)
}

test_begins_otherwise[text] if {
	some text in ["", "# [s]", "#!/bin/sh\ncat <<x\n[s]\nx", "{\"a\": [1]}", "a = 1\n[s]", "[s] x", "[[a]]"]
	not ini.begins_with_section(text)
}

setting(section, key, value, line) := {"section": section, "key": key, "value": value, "line": line}
