package cluster

import (
	"fmt"
	"io"
	"net"
	"sync/atomic"
)

// service stands before Gatekeeper's webhook as the Service does in a cluster: it leads to the manager
// only while that is ready. The manager itself answers as soon as it runs, also before it has read the
// templates and constraints, and then it admits everything.
type service struct {
	listener net.Listener
	backend  string
	ready    atomic.Bool
}

// serve starts a service of a backend.
func serve(backend string) (*service, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the webhook's service: %w", err)
	}
	s := &service{listener: listener, backend: backend}
	go func() {
		for {
			front, err := listener.Accept()
			if err != nil {
				return // it was closed
			}
			go s.forward(front)
		}
	}()
	return s, nil
}

func (s *service) port() int { return s.listener.Addr().(*net.TCPAddr).Port }

func (s *service) forward(front net.Conn) {
	defer front.Close() //nolint:errcheck // nothing is lost
	if !s.ready.Load() {
		return
	}
	back, err := net.Dial("tcp", s.backend)
	if err != nil {
		return
	}
	defer back.Close() //nolint:errcheck // nothing is lost
	ended := make(chan struct{}, 2)
	pipe := func(to, from net.Conn) {
		io.Copy(to, from) //nolint:errcheck // the two ends see it
		ended <- struct{}{}
	}
	go pipe(front, back)
	go pipe(back, front)
	<-ended
}
