//go:build cgo

package ui

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"

	"backupsso/assets"
	"backupsso/ui/late"
)

// appID names the program to the desktop; FyneApp.toml says the same.
const appID = "net.backupsso.app"

// Run opens the window and blocks until it is closed. It must be called from
// main's goroutine. Where no window can be opened it returns ErrNoWindow with
// the reason; nothing has been shown then and the terminal is as it was.
func Run(deps Deps) (err error) {
	if !hasDisplay() {
		return noWindow{lacksDisplay, "neither DISPLAY nor WAYLAND_DISPLAY is set"}
	}
	told := hearLog()
	window, err := open(deps)
	if err != nil {
		return cannotShow(told.cause(err))
	}
	told.stop()
	// What opened can still fail in the driver later on, which panics.
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("window closed by a fault: %v", fault)
		}
	}()
	window.run()
	return nil
}

// run blocks until the window is closed and its work has ended.
func (w *Window) run() {
	w.app.Run()
	w.Close()
}

// cannotShow says what is lacking when the driver fails for a reason. A library of Linux
// that is missing is named, because the driver says of it only that nothing fits.
func cannotShow(reason string) error {
	if missing := late.Missing(drawnBy(os.Getenv)...); len(missing) > 0 {
		return noWindow{lacksLibrary, strings.Join(missing, ", ")}
	}
	for _, sign := range []string{"open display", "supported platform", "connect to display"} {
		if strings.Contains(reason, sign) {
			return noWindow{lacksDisplay, reason}
		}
	}
	return noWindow{lacksOpenGL, reason}
}

// drawnBy names the libraries that the driver opens on Linux for the display in use: X11
// where there is one, because every desktop has it, and Wayland alone otherwise.
func drawnBy(getenv func(string) string) [][]string {
	if getenv("DISPLAY") != "" {
		return [][]string{{"libX11.so.6"}, {"libGL.so.1", "libGLX.so.0"}}
	}
	return [][]string{{"libwayland-client.so.0"}, {"libwayland-cursor.so.0"}, {"libwayland-egl.so.1"}, {"libxkbcommon.so.0"}, {"libEGL.so.1"}}
}

// open shows the window, and finds out whether there is one now: the driver writes
// a failure to the log and goes on without a window, or panics. To try before what
// the driver does would take as long as all the rest of the start. Memory is not
// cleared up meanwhile, which would take a tenth of the start.
func open(deps Deps) (window *Window, err error) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%v", fault)
		}
		if err != nil && window != nil {
			window.Close()
		}
	}()
	application := app.NewWithID(appID)
	application.SetIcon(fyne.NewStaticResource("backupsso.png", assets.Icon))
	window = New(application, deps)
	window.win.Show()
	if !shown(window.win) {
		return window, fmt.Errorf("the system gave no reason")
	}
	return window, nil
}

// shown reports whether the system has a window for this one.
func shown(window fyne.Window) (is bool) {
	native, has := window.(driver.NativeWindow)
	if !has {
		return true
	}
	native.RunNative(func(context any) {
		switch of := context.(type) {
		case driver.X11WindowContext:
			is = of.WindowHandle != 0
		case driver.WaylandWindowContext:
			is = of.WaylandSurface != 0
		case driver.WindowsWindowContext:
			is = of.HWND != 0
		case driver.MacWindowContext:
			is = of.NSWindow != 0
		default:
			is = true
		}
	})
	return is
}

// hasDisplay reports whether there is anything to draw on.
func hasDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// logged keeps what the driver writes to the standard log until the window stands.
type logged struct {
	lock  sync.Mutex
	lines bytes.Buffer
}

func hearLog() *logged {
	heard := &logged{}
	log.SetOutput(heard)
	return heard
}

// Write keeps the line.
func (l *logged) Write(line []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.lines.Write(line)
}

// stop lets the log go to standard error again. What was kept is dropped: it tells
// of what the window does without, such as a desktop's settings.
func (l *logged) stop() { log.SetOutput(os.Stderr) }

// cause is the reason that the driver gave for having no window; what is known
// anyway where it gave none.
func (l *logged) cause(known error) string {
	l.lock.Lock()
	defer l.lock.Unlock()
	for _, failure := range []string{"failed to initialise GLFW", "window creation error", "failed to initialise OpenGL"} {
		_, after, _ := strings.Cut(l.lines.String(), failure)
		_, after, _ = strings.Cut(after, "Cause: ")
		if line, _, _ := strings.Cut(after, "\n"); line != "" {
			return strings.TrimSpace(line)
		}
	}
	return known.Error()
}
