package graph

import (
	"fmt"
	"strings"
)

const practiceName = "practice"

// Global is the cloud that most tenants live in, GCC included.
func Global() Cloud {
	return Cloud{
		Name:                "global",
		Login:               "https://login.microsoftonline.com",
		Graph:               "https://graph.microsoft.com",
		MyApps:              "https://myapps.microsoft.com",
		Admin:               "https://entra.microsoft.com",
		Issuer:              "sts.windows.net",
		SigningCertificates: true,
	}
}

// USGov is the US Government cloud, GCC High. No page names its My Apps; the host
// is the one that Microsoft's own My Account page has for this cloud.
func USGov() Cloud {
	return Cloud{
		Name:   "us-gov",
		Login:  "https://login.microsoftonline.us",
		Graph:  "https://graph.microsoft.us",
		MyApps: "https://myapps.microsoft.us",
		Admin:  "https://entra.microsoft.us",
		Issuer: "sts.windows.net",
	}
}

// USGovDoD is the US Government cloud of the Department of Defense.
func USGovDoD() Cloud {
	return Cloud{
		Name:   "us-gov-dod",
		Login:  "https://login.microsoftonline.us",
		Graph:  "https://dod-graph.microsoft.us",
		MyApps: "https://myapps.microsoft.us",
		Admin:  "https://portal.azure.us",
		Issuer: "sts.windows.net",
	}
}

// China is the cloud in China, run by 21Vianet.
func China() Cloud {
	return Cloud{
		Name:   "china",
		Login:  "https://login.partner.microsoftonline.cn",
		Graph:  "https://microsoftgraph.chinacloudapi.cn",
		MyApps: "https://myapps.microsoft.cn",
		Admin:  "https://entra.microsoftonline.cn",
		Issuer: "sts.chinacloudapi.cn",
	}
}

// Practice is a practice tenant's cloud on this computer. The three addresses are
// what the practice tenant prints; graphBase may end in /v1.0.
func Practice(login, graphBase, myApps string) Cloud {
	cloud := Global()
	cloud.Name = practiceName
	return cloud.PlayedAt(login, graphBase, myApps)
}

// PlayedAt is the cloud as a practice tenant plays it, at the addresses that the
// practice tenant prints.
func (c Cloud) PlayedAt(login, graphBase, myApps string) Cloud {
	c.Login = strings.TrimRight(login, "/")
	c.Graph = strings.TrimSuffix(strings.TrimRight(graphBase, "/"), "/v1.0")
	c.MyApps = strings.TrimRight(myApps, "/")
	c.Admin = c.Login + "/admin"
	c.Practises = true
	return c
}

// Clouds lists Microsoft's clouds, the usual one first.
func Clouds() []Cloud { return []Cloud{Global(), USGov(), USGovDoD(), China()} }

// CloudNamed returns the Microsoft cloud of that Name; "" is Global. The error
// lists the names there are.
func CloudNamed(name string) (Cloud, error) {
	if name == "" {
		return Global(), nil
	}
	names := []string{}
	for _, cloud := range Clouds() {
		if strings.EqualFold(cloud.Name, name) {
			return cloud, nil
		}
		names = append(names, cloud.Name)
	}
	return Cloud{}, fmt.Errorf("no cloud is named %q; there are %s", name, strings.Join(names, ", "))
}
