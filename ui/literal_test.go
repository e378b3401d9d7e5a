package ui

import (
	"regexp"
	"slices"

	"fyne.io/fyne/v2"

	"backupsso/assets/help"
	"backupsso/ui/kit"
)

// data are the texts that come from a tenant, a file or the protocols, and are the
// same in every language: what holds no word, what holds no space but a sign of
// an address, a name of a file or of a right, and lines of the log.
var data = regexp.MustCompile(`^([\d\W]*|[^\s\[]*[./@:_…-][^\s\[]*|[A-Z0-9-]+|\d\d:\d\d:\d\d [A-Z]+ \S+ \d+)$`)

// names are those of the people, tenants and values of the sample pages.
var names = []string{
	"backupsso", "us", "eu", "Ada Lovelace", "Contoso Practice", "Contoso", "Practice", "Adatum Legal", "Tailspin Travel", "Wingtip Toys",
	"Fabrikam Dental", "Northwind Traders", "Proseware", "Autotask Endpoint Backup", "Autotask Endpoint Backup EU",
	"o", "zz", "jon", "Jon Haas", "Ines Okoye", "Mara Lind", "Otto Off", "Backup Operators", "Town Hall", "the whole second floor",
	"person0", "person1", "person2", "person3", "person4", "person5", "person6", "person7",
	"Your administrator has configured the application Autotask Endpoint Backup to block users.", "not assigned", "Cloud Application Administrator", // Microsoft's own words
}

// everyTextIsTranslated looks for English on a page that speaks another language:
// everything drawn stands in its brackets, or is data.
func (b *bench) everyTextIsTranslated() {
	b.t.Helper()
	documents := textsOfHelp()
	for _, root := range b.roots() {
		for _, text := range texts(root) {
			if text != "" && text[0] != '[' && !data.MatchString(text) && !slices.Contains(names, text) && !documents[text] {
				b.t.Errorf("%q comes from no translation", text)
			}
		}
	}
}

// texts are all texts that are drawn, paragraphs as a whole.
func texts(root fyne.CanvasObject) []string {
	var found []string
	seen := map[fyne.CanvasObject]bool{}
	for _, p := range pieces(root, fyne.Position{}, nil) {
		if p.text == nil {
			continue
		}
		drawer := p.parents[len(p.parents)-1].object
		if para, is := drawer.(*kit.Para); is {
			if !seen[para] {
				seen[para] = true
				found = append(found, para.Text())
			}
			continue
		}
		found = append(found, p.text.Text)
	}
	return found
}

// textsOfHelp are the texts of the pages of help, which are documents in English.
func textsOfHelp() map[string]bool {
	all := map[string]bool{}
	for _, topic := range help.Topics() {
		all[topic.Title] = true
		for _, block := range topic.Blocks() {
			all[block.Text] = true
			for _, cell := range block.Cells {
				all[cell] = true
			}
		}
	}
	return all
}
