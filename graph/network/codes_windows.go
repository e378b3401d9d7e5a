package network

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// refusedCode and unreachableCode know the numbers of Winsock, which differ from
// those that package syscall invents for Windows.
func refusedCode(code syscall.Errno) bool {
	return code == windows.WSAECONNREFUSED || code == syscall.ECONNREFUSED
}

func unreachableCode(code syscall.Errno) bool {
	switch code {
	case windows.WSAENETUNREACH, windows.WSAEHOSTUNREACH, windows.WSAENETDOWN, windows.WSAEADDRNOTAVAIL:
		return true
	}
	return false
}
