module try

go 1.24

require github.com/zitadel/oidc/v3 v3.52.0
