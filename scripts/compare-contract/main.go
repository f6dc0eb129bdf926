// Program compare reads and writes descriptors with Go's own rules. `compare write FILE` writes those that the packages of the
// client hold; `compare read FILE` fails if a set of descriptors is not valid for clients in Go.
package main

import (
	"log"
	"os"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/action"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/action/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/action/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/admin"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/analytics/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/app"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/app/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/application/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/auth"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authn"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authoption"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authorization/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/authorization/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/change"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/event"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/feature"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/feature/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/feature/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/filter/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/filter/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/idp"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/idp/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/instance"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/instance/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/instance/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/internal_permission/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/internal_permission/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/management"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/member"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/message"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/metadata"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/metadata/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/metadata/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/milestone"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/object/v3lapha"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/oidc/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/oidc/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/org/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/policy"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/project"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/project/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/project/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/protoc/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/quota"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/saml/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/session/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/session/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/settings"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/settings/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/settings/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/system"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/text"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/user/v2beta"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/v1"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/webkey/v2"
	_ "github.com/zitadel/zitadel-go/v3/pkg/client/zitadel/webkey/v2beta"
)

func main() {
	do := map[string]func(string) error{"write": write, "read": read}[os.Args[1]]
	if err := do(os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func write(file string) error {
	set := &descriptorpb.FileDescriptorSet{}
	protoregistry.GlobalFiles.RangeFiles(func(each protoreflect.FileDescriptor) bool {
		set.File = append(set.File, protodesc.ToFileDescriptorProto(each))
		return true
	})
	bytes, err := proto.Marshal(set)
	if err != nil {
		return err
	}
	return os.WriteFile(file, bytes, 0o600)
}

func read(file string) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	set := &descriptorpb.FileDescriptorSet{}
	if err := proto.Unmarshal(bytes, set); err != nil {
		return err
	}
	_, err = protodesc.NewFiles(set)
	return err
}
