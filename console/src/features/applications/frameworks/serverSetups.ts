import { quoted, type Setup, text } from './snippet.ts'

/** Applications on a server in other languages. */
export const serverSetups = {
  django: {
    install: 'pip install mozilla-django-oidc',
    snippets: ({ issuer, clientId, logout }) => [
      {
        file: 'settings.py',
        language: 'python',
        code: `import os

INSTALLED_APPS += ["mozilla_django_oidc"]
AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]

OIDC_RP_CLIENT_ID = ${text(clientId)}
OIDC_RP_CLIENT_SECRET = os.environ["CLIENT_SECRET"]
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid profile email"
OIDC_USE_PKCE = True
OIDC_TOKEN_USE_BASIC_AUTH = True
OIDC_OP_AUTHORIZATION_ENDPOINT = ${text(`${issuer}/oauth/v2/authorize`)}
OIDC_OP_TOKEN_ENDPOINT = ${text(`${issuer}/oauth/v2/token`)}
OIDC_OP_USER_ENDPOINT = ${text(`${issuer}/oidc/v1/userinfo`)}
OIDC_OP_JWKS_ENDPOINT = ${text(`${issuer}/oauth/v2/keys`)}
LOGIN_URL = "oidc_authentication_init"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = ${text(logout)}
`,
      },
      {
        file: 'urls.py',
        language: 'python',
        code: `from django.urls import include, path

urlpatterns = [
    path("oidc/", include("mozilla_django_oidc.urls")),
]
`,
      },
    ],
  },
  flask: {
    install: 'pip install flask authlib requests',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'app.py',
        language: 'python',
        code: `import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
oauth = OAuth(app)
oauth.register(
    "sallyport",
    server_metadata_url=${text(`${issuer}/.well-known/openid-configuration`)},
    client_id=${text(clientId)},
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
)


@app.get("/login")
def login():
    return oauth.sallyport.authorize_redirect(${text(callback)})


@app.get("/callback")
def callback():
    token = oauth.sallyport.authorize_access_token()
    session["user"] = token["userinfo"]
    return redirect("/")


@app.get("/")
def start():
    user = session.get("user")
    return f"Hello {user['sub']}" if user else redirect("/login")
`,
      },
    ],
  },
  fastapi: {
    install: 'pip install fastapi uvicorn httpx',
    snippets: ({ issuer, clientId }) => [
      {
        file: 'main.py',
        language: 'python',
        code: `import os
from typing import Annotated

import httpx
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

app = FastAPI()
bearer = HTTPBearer()


async def caller(sent: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> dict:
    """Asks the issuer about the token of each request."""
    async with httpx.AsyncClient() as client:
        reply = await client.post(
            ${text(`${issuer}/oauth/v2/introspect`)},
            data={"token": sent.credentials},
            auth=(${text(clientId)}, os.environ["CLIENT_SECRET"]),
        )
    token = reply.json()
    if not token.get("active"):
        raise HTTPException(status_code=401, headers={"www-authenticate": "Bearer"})
    return token


@app.get("/api/hello")
async def hello(token: Annotated[dict, Depends(caller)]):
    return {"hello": token.get("username", token["sub"])}
`,
      },
    ],
  },
  go: {
    install: 'go get github.com/coreos/go-oidc/v3/oidc golang.org/x/oauth2',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'main.go',
        language: 'go',
        code: `package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	provider, err := oidc.NewProvider(context.Background(), ${text(issuer)})
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     ${text(clientId)},
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  ${text(callback)},
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: config.ClientID})

	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state, proof := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
		keep(w, "state", state)
		keep(w, "proof", proof)
		http.Redirect(w, r, config.AuthCodeURL(state, oauth2.S256ChallengeOption(proof)), http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		state, err := r.Cookie("state")
		if err != nil || state.Value != r.FormValue("state") {
			http.Error(w, "another login was started; try again", http.StatusBadRequest)
			return
		}
		proof, err := r.Cookie("proof")
		if err != nil {
			http.Error(w, "the login took too long; try again", http.StatusBadRequest)
			return
		}
		tokens, err := config.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(proof.Value))
		if err != nil {
			http.Error(w, "the login failed", http.StatusBadGateway)
			return
		}
		raw, _ := tokens.Extra("id_token").(string)
		identity, err := verifier.Verify(r.Context(), raw)
		if err != nil {
			http.Error(w, "the ID token is not valid", http.StatusBadGateway)
			return
		}
		fmt.Fprintf(w, "Hello %s", identity.Subject)
	})
	log.Fatal(http.ListenAndServe(":8080", nil))
}

func keep(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
`,
      },
    ],
  },
  spring: {
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'src/main/resources/application.yaml',
        language: 'yaml',
        code: `spring:
  security:
    oauth2:
      client:
        registration:
          sallyport:
            client-id: ${text(clientId)}
            client-secret: \${CLIENT_SECRET}
            redirect-uri: ${text(callback)}
            scope: openid,profile,email
        provider:
          sallyport:
            issuer-uri: ${text(issuer)}
`,
      },
      {
        file: 'src/main/java/com/example/SecurityConfiguration.java',
        language: 'java',
        code: `package com.example;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
public class SecurityConfiguration {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2Login(withDefaults())
                .build();
    }
}
`,
      },
    ],
  },
  springApi: {
    snippets: ({ issuer, clientId }) => [
      {
        file: 'src/main/resources/application.yaml',
        language: 'yaml',
        code: `spring:
  security:
    oauth2:
      resourceserver:
        opaquetoken:
          introspection-uri: ${text(`${issuer}/oauth/v2/introspect`)}
          client-id: ${text(clientId)}
          client-secret: \${CLIENT_SECRET}
`,
      },
    ],
  },
  php: {
    install: 'composer require jumbojett/openid-connect-php',
    snippets: ({ issuer, clientId, callback }) => [
      {
        file: 'public/index.php',
        language: 'php',
        code: `<?php

require __DIR__ . '/../vendor/autoload.php';

use Jumbojett\\OpenIDConnectClient;

$client = new OpenIDConnectClient(${quoted(issuer)}, ${quoted(clientId)}, getenv('CLIENT_SECRET'));
$client->setRedirectURL(${quoted(callback)});
$client->addScope(['openid', 'profile', 'email']);
$client->setCodeChallengeMethod('S256');
$client->authenticate();

echo 'Hello ' . htmlspecialchars($client->requestUserInfo('name'));
`,
      },
    ],
  },
} as const satisfies Record<string, Setup>
