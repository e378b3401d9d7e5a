package proof

import (
	"errors"

	"golang.org/x/sys/windows"
)

// inUse knows both answers of Windows: the port is held, or held exclusively.
func inUse(err error) bool {
	return errors.Is(err, windows.WSAEADDRINUSE) || errors.Is(err, windows.WSAEACCES)
}
