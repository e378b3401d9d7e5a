package look

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	faces "github.com/go-text/typesetting/font"

	"backupsso/assets"
)

// signs are all that the words of a language use.
func signs(t *testing.T, tag string) []rune {
	t.Helper()
	var found []rune
	files, _ := fs.Glob(assets.Files, "translations/"+tag+"/*.json")
	for _, file := range files {
		content, err := assets.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var entries map[string]any
		if err := json.Unmarshal(content, &entries); err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			switch value := entry.(type) {
			case string:
				found = append(found, []rune(value)...)
			case map[string]any:
				for _, form := range value {
					if text, is := form.(string); is {
						found = append(found, []rune(text)...)
					}
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// TestFacesHaveEverySign holds the embedded faces against the words of every
// language, so that none needs a font of the system.
func TestFacesHaveEverySign(t *testing.T) {
	entries, err := assets.Files.ReadDir("translations")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		lacks(t, entry.Name(), New(Light, 1).For(entry.Name()), signs(t, entry.Name()))
	}
	// Kana are there whatever the words use, and with them what a date is made of.
	lacks(t, "ja", New(Light, 1).For("ja"), []rune("あいうえおんアイウエオンー、。「」・（）０９"))
}

func lacks(t *testing.T, tag string, theme *Theme, wanted []rune) {
	t.Helper()
	for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
		face, err := faces.ParseTTF(bytes.NewReader(theme.Font(style).Content()))
		if err != nil {
			t.Fatal(err)
		}
		var missing []rune
		for _, sign := range wanted {
			if _, has := face.NominalGlyph(sign); !has && sign >= ' ' {
				missing = append(missing, sign)
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s: %s lacks %q (.ci/japanese-font makes the Japanese ones anew)", tag, theme.Font(style).Name(), string(missing))
		}
	}
}
