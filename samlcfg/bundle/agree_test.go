package bundle

import "testing"

func TestForeignAddresses(t *testing.T) {
	contents := example(t)
	for text, want := range map[string]string{
		"Questions go to Mara Lind (mara.lind@northwindtraders.com).": "",
		"質問は Mara Lind（mara.lind@northwindtraders.com）まで。":            "",
		"連絡先：mara.lind@northwindtraders.comまで":                        "",
		contents.LoginURL + "を開いてください。":                               "",
		"参照:" + contents.ReplyURL + "。":                               "",
		"See " + contents.Identifier + ".":                            "",
		"<a@media print>":                                             "a@media",
		"https://evil.example":                                        "https://evil.example",
		"FTP://evil.example/x,":                                       "FTP://evil.example/x",
		"参照https://evil.example。":                                     "https://evil.example",
		"https://悪.example":                                           "https://悪.example",
		"x@悪.example":                                                 "x@悪.example",
		"d@":                                                          "d@",
		"https://":                                                    "https://",
		"javascript://x":                                              "javascript://x",
		"xmara.lind@northwindtraders.com":                             "xmara.lind@northwindtraders.com",
		contents.LoginURL + ".evil.example":                           contents.LoginURL + ".evil.example",
	} {
		if got := contents.foreignAddress(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
