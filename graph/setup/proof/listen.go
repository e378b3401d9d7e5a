package proof

import (
	"errors"
	"fmt"
	"net"
	"strconv"
)

// mostPorts is how many random ports are tried.
const mostPorts = 10

// listen takes a random port on both loopback addresses: browsers try either for
// "localhost", and whoever held the other one would get the response. Where there
// is no IPv6, the one address is enough.
func listen() ([]net.Listener, int, error) {
	var last error
	for range mostPorts {
		four, err := net.Listen("tcp4", "127.0.0.1:0")
		if err != nil {
			return nil, 0, fmt.Errorf("proof: no port on loopback: %w", err)
		}
		port := four.Addr().(*net.TCPAddr).Port
		six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(port)))
		switch {
		case err == nil:
			return []net.Listener{four, six}, port, nil
		case !taken(err):
			return []net.Listener{four}, port, nil
		}
		last = err
		_ = four.Close()
	}
	return nil, 0, fmt.Errorf("proof: every port is half taken: %w", last)
}

// taken reports whether a port is somebody else's. Anything else means that there
// is no IPv6 here.
func taken(err error) bool {
	var dialed *net.OpError
	return errors.As(err, &dialed) && inUse(err)
}
