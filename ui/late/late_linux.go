//go:build cgo

package late

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
*/
import "C"

import "unsafe"

// Missing returns those of the libraries that this system cannot open, by the names
// that the system's own linker would look for, such as libGL.so.1.
func Missing(libraries ...string) []string {
	var missing []string
	for _, library := range libraries {
		name := C.CString(library)
		if C.dlopen(name, C.RTLD_LAZY|C.RTLD_LOCAL) == nil {
			missing = append(missing, library)
		}
		C.free(unsafe.Pointer(name))
	}
	return missing
}
