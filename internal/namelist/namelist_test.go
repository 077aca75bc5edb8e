package namelist_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"nexttoken/internal/namelist"
)

func ExampleRead() {
	list, err := namelist.Read("id;Vorname;Name\n1;\"Zoë\";Müller\n2;Ben;Groß\n", namelist.FirstNames)
	fmt.Println(list.Lines, err)
	fmt.Println(list.Notes[0])
	// Output:
	// [Zoë Ben] <nil>
	// the names are column 2 of 3, "Vorname"
}

func TestEncodings(t *testing.T) {
	want := []string{"Zoë", "Ben"}
	for name, file := range map[string]string{
		"UTF-8":                     "Zoë\nBen\n",
		"UTF-8, lines of Windows":   "Zoë\r\nBen",
		"UTF-8, lines of old Macs":  "Zoë\rBen\r",
		"UTF-8 with its mark":       "\ufeffZoë\r\n\r\nBen\n",
		"UTF-16":                    utf16File(binary.LittleEndian, "\ufeffZoë\r\nBen\r\n"),
		"UTF-16, other order":       utf16File(binary.BigEndian, "\ufeffZoë\r\nBen\r\n"),
		"UTF-16 without a mark":     utf16File(binary.LittleEndian, "Zoë\r\nBen\r\n"),
		"UTF-16, neither":           utf16File(binary.BigEndian, "Zoë\nBen"),
		"UTF-16, a byte is missing": utf16File(binary.LittleEndian, "\ufeffZoë\nBen\n\n")[:19],
		"Windows-1252":              "Zo\xeb\r\nBen\r\n",
	} {
		list, err := namelist.Read(file, namelist.FirstNames)
		if name == "UTF-16, a byte is missing" && len(list.Lines) > 2 {
			list.Lines = list.Lines[:2]
		}
		if err != nil || !slices.Equal(list.Lines, want) {
			t.Errorf("%s: %q, %v", name, list.Lines, err)
		}
		notes := strings.Join(list.Notes, "")
		if is8 := strings.HasPrefix(name, "UTF-8"); is8 != (notes == "") || !is8 && !strings.Contains(notes, name[:6]) {
			t.Errorf("%s: notes %q", name, notes)
		}
	}
}

func utf16File(order binary.AppendByteOrder, text string) string {
	var file []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		file = order.AppendUint16(file, unit)
	}
	return string(file)
}

// Names in scripts whose bytes in UTF-16 are others.
func TestUTF16OfEveryScript(t *testing.T) {
	for _, text := range []string{"अभि\nअनु\n", "王芳\n一一\n", "Ада\nЇв\n", "𐐀𐐨\nabi\n", "דָּן\n", "أحمد\n"} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			list, err := namelist.Read(utf16File(order, text), namelist.FirstNames)
			if err != nil || !slices.Equal(list.Lines, strings.Fields(text)) {
				t.Errorf("%v %q: %q, %v", order, text, list.Lines, err)
			}
		}
	}
}

// Without an end of a line, the bytes of plain letters in UTF-16 are Chinese in the other order.
func TestUTF16OfASingleName(t *testing.T) {
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		list, err := namelist.Read(utf16File(order, "abi"), namelist.FirstNames)
		if err != nil || !slices.Equal(list.Lines, []string{"abi"}) {
			t.Errorf("%v: %q, %v", order, list.Lines, err)
		}
	}
}

// The note shows the first line that a student can compare with the list.
func TestTheNoteShowsALineWithAnAccent(t *testing.T) {
	for file, want := range map[string]string{
		"Ben\nZo\xeb\n\xc9va\n": `as in "Zoë"`, "Ben\r\n\xc9va\r\nZo\xeb": `as in "Éva"`,
	} {
		list, err := namelist.Read(file, namelist.FirstNames)
		if err != nil || len(list.Notes) != 1 || !strings.Contains(list.Notes[0], want) {
			t.Errorf("%q: %q, %v, want %s", file, list.Notes, err, want)
		}
	}
}

// One line of another program's bytes does not change how the others are read.
func TestALineThatIsNotUTF8(t *testing.T) {
	list, err := namelist.Read("Zoë\nJosé\nZo\xeb\nBen", namelist.FirstNames)
	want := []string{"Zoë", "José", "Zo\xeb", "Ben"}
	if err != nil || !slices.Equal(list.Lines, want) || list.Notes != nil {
		t.Errorf("%q, %v, %v", list.Lines, list.Notes, err)
	}
	list, err = namelist.Read("Éva\nÉmile\nZo\xeb", namelist.FirstNames)
	if want := []string{"Éva", "Émile", "Zo\xeb"}; err != nil || !slices.Equal(list.Lines, want) || list.Notes != nil {
		t.Errorf("%q, %v, %v", list.Lines, list.Notes, err)
	}
	list, err = namelist.Read("Zoë\nZo\xeb", namelist.FirstNames) // no more lines in UTF-8 than others
	if err != nil || !slices.Equal(list.Lines, []string{"ZoÃ«", "Zoë"}) || len(list.Notes) != 1 {
		t.Errorf("%q, %v, %v", list.Lines, list.Notes, err)
	}
}

func TestTables(t *testing.T) {
	for table, want := range map[string]string{
		"name,sex\nAda,F\nBen,M":                     `Ada Ben: the names are column 1 of 2, "name"`,
		"\"Name\",\"Sex\"\n\"Ada\",\"F\"\nBen,M\n\n": `Ada Ben: the names are column 1 of 2, "Name"`,
		"id\tname\n0\tAda\n1\tBen":                   `Ada Ben: the names are column 2 of 2, "name"`,
		"\tname\n0\tAda\n1\tBen":                     `Ada Ben: the names are column 2 of 2, "name"`,
		"Name;Vorname\nGroß;Ada\nKlein;Ben":          `Ada Ben: the names are column 2 of 2, "Vorname"`,
		"Nom,Prénom\nLe Grand,Ada\nPetit,Ben":        `Ada Ben: the names are column 2 of 2, "Prénom"`,
		"First_Name,Last_Name\nAda,King\nBen,Ng":     `Ada Ben: the names are column 1 of 2, "First_Name"`,
		"Last name,Name\nKing,Ada\nNg,Ben":           `Ada Ben: the names are column 2 of 2, "Name"`,
		"Year,Child's First Name\n2011,Ada\n12,Ben":  `Ada Ben: the names are column 2 of 2, "Child's First Name"`,
		"Child's First Name,Year\nAda,2011\nBen,12":  `Ada Ben: the names are column 1 of 2, "Child's First Name"`,
		"class name,student name\n3b,Ada\n3b,Ben":    `Ada Ben: the names are column 2 of 2, "student name"`,
		"sex, name\nF, \"Ada\"\nM, Ben":              `Ada Ben: the names are column 2 of 2, "name"`,
		"name,note\nAda,\"two\nlines\"\nBen,":        `Ada Ben: the names are column 1 of 2, "name"`,
		"Name\nAda\nBen":                             `Ada Ben: the first line, "Name", is the header of the names`,
		"sex,name\nF,Ada\nM\n,Ben":                   `Ada  Ben: the names are column 2 of 2, "name"`,
		"Ada\nName\nBen":                             `Ada Name Ben: `,
		"kid,sex\nAda,F":                             `kid,sex Ada,F: `,
		"[{'name': 'Ada', 'sex': 'F'},":              `[{'name': 'Ada', 'sex': 'F'},: `,
		"names = ['Ada', 'Ben']":                     `names = ['Ada', 'Ben']: `,
	} {
		list, err := namelist.Read(table, namelist.FirstNames)
		if got := strings.Join(list.Lines, " ") + ": " + strings.Join(list.Notes, ""); got != want || err != nil {
			t.Errorf("%q:\n got %s, %v\nwant %s", table, got, err, want)
		}
	}
}

func TestLoginsComeBeforeNames(t *testing.T) {
	list, err := namelist.Read("First name,Username\nAda,ada1\n", namelist.Logins)
	if err != nil || !slices.Equal(list.Lines, []string{"ada1"}) {
		t.Errorf("%q, %v", list.Lines, err)
	}
}

func TestFilesThatAreNoLists(t *testing.T) {
	random := make([]byte, 3000)
	for i, x := 0, uint32(1); i < len(random); i++ {
		x = x*1664525 + 1013904223
		random[i] = byte(x >> 24)
	}
	for file, want := range map[string]string{
		"":                                       "the list of names is empty: give one name a line",
		"\ufeff \r\n":                            "the list of names is empty: give one name a line",
		"name,sex\n":                             "the list of names is empty: give one name a line",
		"\x1f\x8b\x08\x00\x00":                   "compressed with gzip: unpack it first, with gunzip",
		"PK\x03\x04\x14":                         "an Excel or LibreOffice table",
		"%PDF-1.7\n":                             "a PDF",
		string(random):                           "this file is no text: give a text file with one name on each line",
		"a\x00b\x00c":                            "this file is no text",
		"\x00\x00" + strings.Repeat("a\x00", 40): "this file is no text",
		"\xc8\xe2\xe0\xed\n\xc0\xed\xed":         "save it as UTF-8", // Windows-1251
		"name,sex\nAda \"A\" King,F\n":           "row 2 of the table cannot be read",
	} {
		if list, err := namelist.Read(file, namelist.FirstNames); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %q, %v, want %q", file, list.Lines, err, want)
		}
	}
}

func TestTrim(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		" \u200b\u200f":             "",
		"\u200bAda\u00a0":           "Ada",
		"\u200f\u202bأحمد\u202c\t":  "أحمد",
		"\u200dAda\u200c":           "Ada",
		"ക്\u200d ":                 "ക്\u200d", // a chillu, a letter at the end of a word
		"می\u200cنا":                "می\u200cنا",
		"Ada\u200b \ufeffBen\u2060": "Ada\u200b \ufeffBen",
	} {
		if got := namelist.Trim(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestFaultOf(t *testing.T) {
	for lines, want := range map[string]string{
		"- ada|* ada|# Names|> ada|• ada|- [ ] ada":                                          "Markdown",
		"['ada',| 'ada',|'ada']|\"ada\",|]|names = ['ada', 'ben']|{\"name\": \"ada\"}|“ada”": "Python or JSON",
		"1. ada|1) ada|(1) ada|1 ada|1: ada|12.ada|1\tada":                                   "a number before",
		"ada,F|ada, ben|ada;|ada\tF":                                                         "commas, semicolons",
		"ada|ada king|1ada|d'arcy|'t|-ada|a-b|ada1":                                          "",
	} {
		for line := range strings.SplitSeq(lines, "|") {
			fault, found := namelist.FaultOf(line)
			if found != (want != "") || !strings.Contains(fault.Reason, want) || found && fault.Advice == "" {
				t.Errorf("%q: %+v, want %q", line, fault, want)
			}
		}
	}
	if fault, _ := namelist.FaultOf("| ada | F |"); !strings.Contains(fault.Reason, "Markdown") {
		t.Errorf("a row of a table: %+v", fault)
	}
}

// Whatever a file holds: lines or an error. A text with a line of plain letters is read the same from every encoding.
func FuzzRead(f *testing.F) {
	f.Add("Ada\nZoë\r\nBen")
	f.Add("\"name\";sex\n\"Ada\";F\n")
	f.Add("\xff\xfea\x00\n\x00")
	f.Add("\x00a\xffb")
	f.Fuzz(func(t *testing.T, file string) {
		list, err := namelist.Read(file, namelist.FirstNames)
		if (err == nil) != (len(list.Lines) > 0) {
			t.Fatalf("%q: %q, %v", file, list, err)
		}
		for _, line := range list.Lines {
			namelist.FaultOf(line)
			if trimmed := namelist.Trim(line); namelist.Trim(trimmed) != trimmed {
				t.Errorf("%q trimmed twice", line)
			}
		}
		if err != nil || !utf8.ValidString(file) || strings.Contains(file, "\x00") { // a byte 0 may mean UTF-16
			return
		}
		text := "\ufeff" + strings.TrimPrefix(file, "\ufeff")
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			again, err := namelist.Read(utf16File(order, text), namelist.FirstNames)
			if err != nil || !slices.Equal(again.Lines, list.Lines) {
				t.Errorf("%q: %q, in UTF-16 %q, %v", file, list.Lines, again.Lines, err)
			}
		}
	})
}
