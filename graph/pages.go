package graph

import "errors"

const (
	maxPages = 200
	pageSize = 999
)

// errEndless says that a list did not end.
var errEndless = errors.New("the list does not end")

// page is one page of an SDK collection.
type page[T any] interface {
	GetValue() []T
	GetOdataNextLink() *string
}

// collect returns the items of first and of all pages after it. Next links are
// followed as they are; the transport refuses foreign hosts.
func collect[T any, P page[T]](first P, next func(address string) (P, error)) ([]T, error) {
	var items []T
	seen := map[string]bool{}
	for current := first; ; {
		if any(current) == nil {
			return nil, errMissing("list")
		}
		items = append(items, current.GetValue()...)
		address := value(current.GetOdataNextLink())
		if address == "" {
			return items, nil
		}
		if seen[address] || len(seen) == maxPages {
			return nil, errEndless
		}
		seen[address] = true
		var err error
		if current, err = next(address); err != nil {
			return nil, err
		}
	}
}
