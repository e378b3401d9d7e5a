// Package late opens the libraries of the system that only a window needs when the
// window opens, not when the program starts. On Linux, Fyne and its OpenGL name libGL
// and libwayland-client as libraries of the whole program; where one is missing, as on a
// server, the system would refuse to start even `backupsso version`. With this package
// linked in, the program starts everywhere, and the window says what is missing.
//
// Its limit: it stands in for exactly the functions that Fyne 2.8 links. A new one shows
// when a package is built: assets/packaging/linux wants the program to name no such library.
package late
