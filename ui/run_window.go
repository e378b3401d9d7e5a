//go:build cgo

package ui

import (
	"fmt"
	"os"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/go-gl/glfw/v3.4/glfw"

	"backupsso/assets"
)

// appID names the program to the desktop; FyneApp.toml says the same.
const appID = "net.backupsso.app"

// Run opens the window and blocks until it is closed. It must be called from
// main's goroutine. Where no window can be opened it returns ErrNoWindow with
// the reason; nothing has been shown then and the terminal is as it was.
func Run(deps Deps) (err error) {
	if err := canOpenWindow(); err != nil {
		return err
	}
	// What the look-ahead let through can still fail in the driver, which panics.
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("window closed by a fault: %v", fault)
		}
	}()
	application := app.NewWithID(appID)
	application.SetIcon(fyne.NewStaticResource("backupsso.png", assets.Icon))
	New(application, deps).ShowAndRun()
	return nil
}

// canOpenWindow tries what the driver is about to do. The driver itself logs a
// failure and then hangs, ends the process or panics, depending on where it
// happens; here it is an error.
func canOpenWindow() (err error) {
	if !hasDisplay() {
		return noWindow{"there is no display"}
	}
	defer func() {
		if fault := recover(); fault != nil {
			err = noWindow{fmt.Sprint(fault)}
		}
	}()
	if err := glfw.Init(); err != nil {
		return noWindow{err.Error()}
	}
	defer glfw.Terminate()
	glfw.WindowHint(glfw.Visible, glfw.False)
	hintOpenGL()
	window, err := glfw.CreateWindow(64, 64, Title, nil, nil)
	if err != nil {
		return noWindow{err.Error()}
	}
	if window == nil {
		return noWindow{"the system gave no reason"}
	}
	window.Destroy()
	return nil
}

// hintOpenGL asks for the same OpenGL as the driver will.
func hintOpenGL() {
	if (runtime.GOARCH == "arm" || runtime.GOARCH == "arm64") && runtime.GOOS != "darwin" {
		glfw.WindowHint(glfw.ClientAPI, glfw.OpenGLESAPI)
		glfw.WindowHint(glfw.ContextVersionMajor, 2)
		glfw.WindowHint(glfw.ContextVersionMinor, 0)
		return
	}
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
}

// hasDisplay reports whether there is anything to draw on.
func hasDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
