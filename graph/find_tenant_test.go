package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"backupsso/graph/practice"
)

func TestFindTenant(t *testing.T) {
	for _, cloud := range []string{"global", "us-gov", "us-gov-dod", "china"} {
		t.Run(cloud, func(t *testing.T) {
			server, err := practice.Start(practice.Options{Cloud: cloud})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Close() })
			info := server.Info()
			own, err := CloudNamed(cloud)
			if err != nil {
				t.Fatal(err)
			}
			own = own.PlayedAt(info.Login, info.Graph, info.MyApps)
			for _, name := range []string{info.TenantID, strings.ToUpper(info.TenantID), info.TenantDomain, " legal.contoso.example "} {
				found, err := FindTenant(context.Background(), own, name, testDeps(t))
				if err != nil || found.ID != info.TenantID || found.Cloud != cloud || found.Region == "" || !own.Is(found.Cloud) {
					t.Errorf("%q: %+v, %v", name, found, err)
				}
			}
			for _, name := range []string{"nobody.example", "", "a b", "../x", "nobody.example/..", strings.Repeat("x", 300)} {
				_, err := FindTenant(context.Background(), own, name, testDeps(t))
				var refused *SignInError
				if !errors.As(err, &refused) || refused.Code != 90002 && refused.Code != 900023 {
					t.Errorf("%q: %v", name, err)
				}
			}
			if info.GlobalLogin == "" {
				return
			}
			global := Global().PlayedAt(info.GlobalLogin, info.Graph, info.MyApps)
			found, err := FindTenant(context.Background(), global, info.TenantDomain, testDeps(t))
			if err != nil || found.Cloud != cloud || global.Is(found.Cloud) {
				t.Errorf("from the global host: %+v, %v", found, err)
			}
		})
	}
}

func TestFindTenantElsewhere(t *testing.T) {
	asked := map[string]int{}
	transport := roundTrip(func(request *http.Request) (*http.Response, error) {
		asked[request.URL.Host]++
		status, body := http.StatusBadRequest, `{"error":"invalid_tenant","error_description":"AADSTS90002: Tenant 'x' not found. Trace ID: x"}`
		if request.URL.Host == "login.partner.microsoftonline.cn" {
			status, body = http.StatusOK, `{"issuer":"https://login.partner.microsoftonline.cn/6babcaad-604b-40ac-a9d7-9fd97c0b779f/v2.0","cloud_instance_name":"partner.microsoftonline.cn"}`
		}
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: request}, nil
	})
	deps := testDeps(t)
	deps.Transport = transport
	found, err := FindTenant(context.Background(), Global(), "contoso.cn", deps)
	if err != nil || found.Cloud != "china" || found.ID != "6babcaad-604b-40ac-a9d7-9fd97c0b779f" {
		t.Errorf("%+v, %v", found, err)
	}
	for _, host := range []string{"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"} {
		if asked[host] != 1 {
			t.Errorf("%s was asked %d times", host, asked[host])
		}
	}
}

func TestFoundTenantIsReadWithCare(t *testing.T) {
	const id = "6babcaad-604b-40ac-a9d7-9fd97c0b779f"
	cases := []struct{ body, id, cloud string }{
		{`{"issuer":"https://login.microsoftonline.com/` + id + `/v2.0","cloud_instance_name":"microsoftonline.com"}`, id, "global"},
		{`{"issuer":"https://sts.windows.net/` + id + `/","cloud_instance_name":"login.microsoftonline.us","msgraph_host":"dod-graph.microsoft.us"}`, id, "us-gov-dod"},
		{`{"issuer":"https://x/{tenantid}/v2.0","token_endpoint":"https://login.microsoftonline.us/` + id + `/oauth2/v2.0/token","cloud_instance_name":"microsoftonline.us","tenant_region_sub_scope":"DODCON"}`, id, "us-gov"},
		{`{"issuer":"https://x/` + id + `/v2.0","cloud_instance_name":"chinacloudapi.cn"}`, id, "china"},
		{`{"issuer":"https://x/` + id + `/v2.0","cloud_instance_name":["evil"]}`, id, ""},
		{`{"issuer":"https://x/{tenantid}/v2.0"}`, "", ""},
		{`{"issuer":7}`, "", ""}, {`[]`, "", ""}, {``, "", ""},
	}
	for _, c := range cases {
		found, err := readFound([]byte(c.body))
		if found.ID != c.id || found.Cloud != c.cloud || (err != nil) != (c.id == "") {
			t.Errorf("%s: %+v, %v", c.body, found, err)
		}
	}
}

func FuzzFoundTenant(f *testing.F) {
	f.Add([]byte(`{"issuer":"https://x/6babcaad-604b-40ac-a9d7-9fd97c0b779f/v2.0","cloud_instance_name":"microsoftonline.us"}`))
	f.Add([]byte(`{"issuer":{"value":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		found, err := readFound(body)
		if err == nil && len(found.ID) != 36 || len(found.Region) > 44 {
			t.Errorf("%+v, %v", found, err)
		}
	})
}
