module try

go 1.24.10

require github.com/zitadel/zitadel-go/v3 v3.29.0
