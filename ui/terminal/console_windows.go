package terminal

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// leaveConsole leaves a console that Windows opened for this process alone, as it
// does after a double click, and returns how to show a message without one.
func leaveConsole() func(text string) {
	kernel := windows.NewLazySystemDLL("kernel32.dll")
	var processes [2]uint32
	count, _, _ := kernel.NewProc("GetConsoleProcessList").Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	if count > 1 {
		return nil // a shell or a script waits there
	}
	if count == 1 {
		_, _, _ = kernel.NewProc("FreeConsole").Call() // where it fails the console stays, which harms nothing
	}
	return func(text string) {
		message, err := windows.UTF16PtrFromString(text)
		if err != nil {
			return // a text with a zero byte; nothing of ours has one
		}
		title, _ := windows.UTF16PtrFromString("backupsso")
		_, _ = windows.MessageBox(0, message, title, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
	}
}
