package lib.guiderail.suspects_test

import data.lib.guiderail.sensitive
import data.lib.guiderail.suspects

test_suspect_lines[note] if {
	some note, case in {
		"comments": {"text": "# password=a\n  ; token b\n// key\n-- pwd\n<!-- pin\n password=x -->\n--password=f\npin x # y", "want": "--password=f\npin x # y"},
		"nothing of interest": {"text": "a: 1\nmapping: spinning\n", "want": ""},
		"registry of npm": {"text": "//r.example.org/:_authToken=x", "want": "//r.example.org/:_authToken=x"},
		"continued line": {"text": "mysql \\\n -px", "want": "mysql   -px"},
		"JSON": {"text": `{"a":1,"password":"x"}`, "want": `"password":"x"}`},
		"JSON with spaces": {"text": `{"a": 1, "password": "x", "b": { "token" : "y"}}`, "want": "\"password\": \"x\",\n\"token\" : \"y\"}}"},
		"JSON in JSON": {"text": `{"c": "{\"a\": 1, \"password\": \"x\"}"}`, "want": `\"password\": \"x\"}"}`},
		"a call": {"text": `login("app", "password")`, "want": `login("app", "password")`},
	}
	suspects.lines(case.text, array.concat(sensitive.names, sensitive.values)) == case.want
}

# Of a long text the lines are asked only for the words that it has.
test_suspect_lines_of_a_long_text if {
	every line in ["unzip -P hunter2 a.zip", "user app on >hunter2 ~*", "password=x", "db:5432:x:app:hunter2"] {
		filling := concat("", [x | some _ in numbers.range(1, 1000); x := "0123456789\n"])
		lines(concat("", [filling, line, "\n", filling])) == line
	}
}

test_suspect_lines_of_other_patterns if {
	suspects.lines("a: 1\n# b\n", ["^a$"]) == "a: 1\n"
}

test_read_whole if {
	suspects.is_read_whole("password=x", "password=x")
	not suspects.is_read_whole(concat("", [x | some _ in numbers.range(1, 120000); x := "1234567890"]), "")
}

lines(text) := suspects.lines(text, sensitive.names)
