//go:build !windows

package network

import "syscall"

func refusedCode(code syscall.Errno) bool { return code == syscall.ECONNREFUSED }

func unreachableCode(code syscall.Errno) bool {
	switch code {
	case syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EADDRNOTAVAIL:
		return true
	}
	return false
}
