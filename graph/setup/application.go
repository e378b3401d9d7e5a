package setup

import (
	"slices"
	"strconv"
	"strings"

	"backupsso/graph"
)

// chooseTemplate takes the one entry that has exactly the app's name; a search
// may give neighbours.
func chooseTemplate(found []graph.GalleryApp) (graph.GalleryApp, error) {
	var named []graph.GalleryApp
	for _, app := range found {
		if strings.EqualFold(strings.TrimSpace(app.Name), AppName) {
			named = append(named, app)
		}
	}
	switch {
	case len(named) == 0:
		return graph.GalleryApp{}, &Problem{Step: StepGallery, Kind: GalleryWithoutApp, Facts: map[string]string{"App": AppName}}
	case len(named) > 1:
		return graph.GalleryApp{}, &Problem{Step: StepGallery, Kind: GalleryAmbiguous,
			Facts: map[string]string{"App": AppName, "Count": count(len(named))}}
	case !slices.Contains(named[0].Modes, modeSAML):
		return graph.GalleryApp{}, &Problem{Step: StepGallery, Kind: GalleryWithoutSAML, Facts: map[string]string{"App": AppName}}
	}
	return named[0], nil
}

// pick is which application to take; none and no question means a new one.
type pick struct {
	application *graph.Application
	question    bool
}

// chooseApplication picks among the applications made from the template. One
// with the wished Identifier always wins, so a second run never adds another; then
// the one that an earlier run added (own), as long as nobody configured it; then the
// only one that nobody configured. Those that serve other portals are taken only
// when a person says so.
func chooseApplication(siblings []graph.Application, wish Wish, own string) pick {
	if chosen(wish) {
		for _, sibling := range siblings {
			if named(wish, sibling.ObjectID, sibling.AppID) {
				return pick{application: &sibling}
			}
		}
		return pick{question: true}
	}
	exact := filter(siblings, func(a graph.Application) bool { return holds(a, wish.Portal.Identifier) })
	if len(exact) > 0 {
		return pick{application: &exact[0], question: len(exact) > 1}
	}
	fresh := filter(siblings, unconfigured)
	for _, one := range fresh {
		if one.ObjectID == own {
			return pick{application: &one}
		}
	}
	switch {
	case len(fresh) == 1:
		return pick{application: &fresh[0]}
	case wish.Application == NewApplication || len(siblings) == 0:
		return pick{}
	}
	return pick{question: true}
}

func holds(application graph.Application, identifier string) bool {
	return slices.Contains(application.Identifiers, identifier)
}

// unconfigured reports whether an application is as the gallery made it: no
// Identifier but patterns.
func unconfigured(application graph.Application) bool {
	return !slices.ContainsFunc(application.Identifiers, func(identifier string) bool { return !pattern(identifier) })
}

func filter[T any](all []T, keep func(T) bool) []T {
	var kept []T
	for _, one := range all {
		if keep(one) {
			kept = append(kept, one)
		}
	}
	return kept
}

func count(n int) string { return strconv.Itoa(n) }
