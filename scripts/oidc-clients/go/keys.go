package main

import (
	"encoding/json"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client"
	"github.com/zitadel/oidc/v3/pkg/client/rp"
)

type keyFile struct {
	KeyID string `json:"keyId"`
	Key   string `json:"key"`
}

func fileOf(a app) keyFile {
	var file keyFile
	if err := json.Unmarshal(a.Key, &file); err != nil {
		panic(err)
	}
	return file
}

func keyID(a app) string { return fileOf(a).KeyID }

func keyOf(a app) []byte { return []byte(fileOf(a).Key) }

func assertionOf(s setup, clientID string, party rp.RelyingParty) (string, error) {
	return client.SignedJWTProfileAssertion(clientID, []string{s.Issuer}, time.Hour, party.Signer())
}
