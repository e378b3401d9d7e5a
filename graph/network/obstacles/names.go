package obstacles

import (
	"context"
	"net"
	"net/netip"
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// Names is a name server that knows a few names.
type Names struct {
	// Known maps names without a final dot to their addresses.
	Known map[string][]string
	// Sick answers every question with a failure of the server.
	Sick bool

	connection net.PacketConn
}

// Start listens until the test ends.
func (n *Names) Start(t T) *Names {
	t.Helper()
	connection, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n.connection = connection
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.serve()
	}()
	t.Cleanup(func() { _ = connection.Close(); <-done })
	return n
}

// Resolver asks this server alone.
func (n *Names) Resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, "udp", n.connection.LocalAddr().String())
	}}
}

func (n *Names) serve() {
	buffer := make([]byte, 1500)
	for {
		size, from, err := n.connection.ReadFrom(buffer)
		if err != nil {
			return
		}
		var question dnsmessage.Message
		if question.Unpack(buffer[:size]) != nil || len(question.Questions) != 1 {
			continue
		}
		if answer, err := n.answer(question).Pack(); err == nil {
			_, _ = n.connection.WriteTo(answer, from)
		}
	}
}

func (n *Names) answer(question dnsmessage.Message) *dnsmessage.Message {
	asked := question.Questions[0]
	answer := &dnsmessage.Message{Questions: question.Questions,
		Header: dnsmessage.Header{ID: question.ID, Response: true, RecursionAvailable: true, RCode: dnsmessage.RCodeSuccess}}
	addresses, known := n.Known[strings.ToLower(strings.TrimSuffix(asked.Name.String(), "."))]
	switch {
	case n.Sick:
		answer.RCode = dnsmessage.RCodeServerFailure
		return answer
	case !known:
		answer.RCode = dnsmessage.RCodeNameError
		return answer
	}
	for _, text := range addresses {
		address := netip.MustParseAddr(text)
		head := dnsmessage.ResourceHeader{Name: asked.Name, Type: asked.Type, Class: dnsmessage.ClassINET, TTL: 60}
		switch {
		case asked.Type == dnsmessage.TypeA && address.Is4():
			answer.Answers = append(answer.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: address.As4()}})
		case asked.Type == dnsmessage.TypeAAAA && address.Is6():
			answer.Answers = append(answer.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: address.As16()}})
		}
	}
	return answer
}
