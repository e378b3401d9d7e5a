//go:build !linux && !windows && !(darwin && cgo)

package graph

import "github.com/Azure/azure-sdk-for-go/sdk/azidentity"

func openCache(string) (azidentity.Cache, error) { return azidentity.Cache{}, ErrNoVault }

func vaultPlace(string) (string, error) { return "", ErrNoVault }

func emptyStore(string) (bool, error) { return false, nil }
