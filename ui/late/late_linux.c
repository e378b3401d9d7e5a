#include <dlfcn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// Not seen by libraries that are opened later: they call each other, never these.
#define OURS __attribute__((visibility("hidden")))

// The function of that name in a library; NULL where the library or the function is missing.
// A library that was opened stays open.
static void *found(const char *library, const char *name) {
	void *opened = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
	return opened ? dlsym(opened, name) : NULL;
}

// GLX 1.4, section 3.3.12. Fyne's OpenGL asks for each of its functions here, and says which one is missing.
OURS void *glXGetProcAddress(const unsigned char *name) {
	static void *(*known)(const unsigned char *);
	// GLFW takes any of these, and a window of which it has the context must find its functions.
	if (!known) known = found("libGL.so.1", "glXGetProcAddress");
	if (!known) known = found("libGLX.so.0", "glXGetProcAddress");
	if (!known) known = found("libEGL.so.1", "eglGetProcAddress");
	return known ? known(name) : NULL;
}

// What Fyne asks a Wayland compositor before the window opens: wl_display_connect, one registry, one
// round trip, and back. Without the library there is no display, and nothing else is called.
#define WAYLAND(name) found("libwayland-client.so.0", name)

struct message { const char *name, *signature; const void *const *types; };
struct interface { const char *name; int version, method_count; const struct message *methods; int event_count; const struct message *events; };

// From wayland.xml of the Wayland project.
static const void *const untyped[4];
static const struct message bind[] = {{"bind", "usun", untyped}};
static const struct message globals[] = {{"global", "usu", untyped}, {"global_remove", "u", untyped}};
static const struct message done[] = {{"done", "u", untyped}};
OURS const struct interface wl_registry_interface = {"wl_registry", 1, 1, bind, 2, globals};
OURS const struct interface wl_callback_interface = {"wl_callback", 1, 0, NULL, 1, done};

OURS void *wl_display_connect(const char *name) {
	void *(*call)(const char *) = WAYLAND("wl_display_connect");
	return call && WAYLAND("wl_proxy_marshal_flags") ? call(name) : NULL;
}

OURS void wl_display_disconnect(void *display) {
	void (*call)(void *) = WAYLAND("wl_display_disconnect");
	call(display);
}

OURS int wl_display_roundtrip(void *display) {
	int (*call)(void *) = WAYLAND("wl_display_roundtrip");
	return call(display);
}

OURS int wl_proxy_add_listener(void *proxy, void (**listener)(void), void *data) {
	int (*call)(void *, void (**)(void), void *) = WAYLAND("wl_proxy_add_listener");
	return call(proxy, listener, data);
}

OURS void wl_proxy_destroy(void *proxy) {
	void (*call)(void *) = WAYLAND("wl_proxy_destroy");
	call(proxy);
}

OURS uint32_t wl_proxy_get_version(void *proxy) {
	uint32_t (*call)(void *) = WAYLAND("wl_proxy_get_version");
	return call(proxy);
}

// wl_display.get_registry, the only request that is sent, has one argument: the new object.
OURS void *wl_proxy_marshal_flags(void *proxy, uint32_t opcode, const void *interface, uint32_t version, uint32_t flags, ...) {
	void *(*call)(void *, uint32_t, const void *, uint32_t, uint32_t, ...) = WAYLAND("wl_proxy_marshal_flags");
	va_list arguments;
	va_start(arguments, flags);
	void *made = va_arg(arguments, void *);
	va_end(arguments);
	return call(proxy, opcode, interface, version, flags, made);
}
