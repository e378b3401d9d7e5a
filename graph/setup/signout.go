package setup

import (
	"slices"

	"backupsso/graph"
	"backupsso/graph/setup/signins"
)

// SignedOut is what signing out forgot.
type SignedOut struct {
	Accounts []string // whose sign-ins were kept
	Place    string   // where
	There    bool     // false: nothing was kept
}

// SignOut forgets every sign-in that this computer keeps. Sessions at Microsoft and in
// browsers go on; to end those is theirs. empty is graph.EmptyVault.
func SignOut(store *signins.Store, empty func() (place string, there bool, err error)) (SignedOut, error) {
	book, _ := store.Read() // the store itself is emptied whatever was noted of it
	var out SignedOut
	for _, kept := range book.Kept {
		if !slices.Contains(out.Accounts, kept.Account) {
			out.Accounts = append(out.Accounts, kept.Account)
		}
	}
	var err error
	if out.Place, out.There, err = empty(); err != nil {
		return out, &Problem{Step: StepSignIn, Kind: CannotWrite, Facts: map[string]string{"Path": out.Place}, Retry: true, Err: err, Detail: Detail{Message: err.Error()}}
	}
	out.There = out.There || len(out.Accounts) > 0
	if len(book.Kept) == 0 {
		return out, nil
	}
	if err := store.Update(func(book *signins.Book) { book.Kept = nil }); err != nil {
		return out, &Problem{Step: StepSignIn, Kind: CannotWrite, Facts: map[string]string{"Path": store.Path()}, Retry: true, Err: err, Detail: Detail{Message: err.Error()}}
	}
	return out, nil
}

// EmptyVault forgets what the system's store keeps.
func EmptyVault() (place string, there bool, err error) {
	place, there, err = graph.EmptyVault()
	if err == graph.ErrNoVault { //nolint:errorlint // alone it means that there is no store, so nothing is kept
		return "", false, nil
	}
	return place, there, err
}
