package practice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Deliver hands a bundle to the support team of the stand-in portal at portal,
// an Info's Portal. It fails with the portal's own reason when the bundle is
// refused. A nil client means one without proxy and redirects.
func Deliver(ctx context.Context, client *http.Client, portal string, zip []byte) error {
	base, err := loopbackBase(portal)
	if err != nil {
		return err
	}
	if client == nil {
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		client = &http.Client{Transport: transport}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/bundle", bytes.NewReader(zip))
	if err != nil {
		return fmt.Errorf("practice: %q is no address: %w", portal, err)
	}
	request.Header.Set("Content-Type", "application/zip")
	request.Header.Set("Accept", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("practice: the portal at %s does not answer: %w", base, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDiscovery))
	if err != nil {
		return fmt.Errorf("practice: the answer of %s broke off: %w", base, err)
	}
	if response.StatusCode >= 200 && response.StatusCode < 300 {
		return nil
	}
	var refusal struct {
		Problem string `json:"problem"`
	}
	if json.Unmarshal(body, &refusal) == nil && refusal.Problem != "" {
		return fmt.Errorf("practice: the portal refused the bundle: %s", refusal.Problem)
	}
	return fmt.Errorf("practice: the portal refused the bundle (status %d)", response.StatusCode)
}
