package bundle

import (
	"bytes"
	"testing"
)

// TestActivePartsOfAPage are ways to have a page do more than show, those that
// readers see differently among them.
func TestActivePartsOfAPage(t *testing.T) {
	page := fileOf(t, example(t), SummaryFile)
	if active := activePart(page); active != "" {
		t.Fatalf("our own page holds %s", active)
	}
	for inserted, want := range map[string]string{
		"<script>x</script>":                                     "script",
		"<IMG SRC=//evil.example>":                               "img",
		"<p onclick=x>":                                          "p onclick",
		`<div style="background: url(//evil.example)">`:          "div style",
		"<svg onload=x>":                                         "svg onload",
		"<svg><a href=//evil.example>":                           "a",
		"<svg><use href=//evil.example>":                         "use",
		"<svg><style><img src=//evil.example></style></svg>":     "style",
		"<svg><title><img src=//evil.example></title></svg>":     "title",
		"<style>@import '//evil.example'</style>":                "style",
		`<style>b { background: u\72l(//evil.example) }</style>`: "style",
		"<!--><img src=//evil.example>-->":                       "comment",
		"<svg><![CDATA[<img src=//evil.example>]]></svg>":        "comment",
		"<iframe srcdoc=x>":                                      "iframe",
		"<form action=//evil.example><input>":                    "form",
		"<meta http-equiv=refresh content=0>":                    "meta refresh",
		"<base href=//evil.example>":                             "base",
		"<link rel=stylesheet href=//evil.example>":              "link",
		"<math><mi xlink:href=//evil.example>":                   "math",
		"<template><img src=x></template>":                       "template",
		`<meta charset="iso-2022-jp">`:                           "meta iso-2022-jp",
		"\xff\xfe<":                                              "bytes that are not UTF-8",
		"<details ontoggle=x open>":                              "details ontoggle",
	} {
		altered := bytes.Replace(page, []byte("<main>"), []byte("<main>"+inserted), 1)
		if got := activePart(altered); got != want {
			t.Errorf("%s: got %q, want %q", inserted, got, want)
		}
	}
}
