//go:build cgo

package late

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
*/
import "C"

import (
	"slices"
	"unsafe"
)

// Missing returns the libraries that this system cannot open, by the names that the
// system's own linker would look for, such as libGL.so.1. Each is a list of those that
// do; the first one is named where none opens.
func Missing(libraries ...[]string) []string {
	var missing []string
	for _, anyOf := range libraries {
		if !slices.ContainsFunc(anyOf, opens) {
			missing = append(missing, anyOf[0])
		}
	}
	return missing
}

func opens(library string) bool {
	name := C.CString(library)
	defer C.free(unsafe.Pointer(name))
	return C.dlopen(name, C.RTLD_LAZY|C.RTLD_LOCAL) != nil
}
