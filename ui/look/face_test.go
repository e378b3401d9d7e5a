package look

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	types "github.com/go-text/typesetting/font"
)

// Drawn directly, a sign that the face lacks would be an empty box.
func TestEveryFaceHoldsWhatIsDrawnDirectly(t *testing.T) {
	for language, theme := range map[string]*Theme{"en": New(Light, 1), "ja": New(Light, 1).For("ja")} {
		for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
			resource := theme.Font(style)
			face, err := types.ParseTTF(bytes.NewReader(resource.Content()))
			if err != nil {
				t.Fatal(err)
			}
			for sign := rune(0); sign < 0x3000; sign++ {
				if _, has := face.NominalGlyph(sign); !has && !rare(sign) {
					t.Errorf("%s: %s lacks %q", language, resource.Name(), sign)
				}
			}
		}
	}
}
