//go:build linux || windows || (darwin && cgo)

package graph

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity/cache"
)

func openCache(name string) (azidentity.Cache, error) {
	return cache.New(&cache.Options{Name: name})
}
