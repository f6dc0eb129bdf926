package main

import (
	"fmt"
	"sort"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Calls every method of every service that the packages know, with an empty request. None may be unknown, and none may end in an
// accident of the server; only the methods of the table may be without a handler.
func sweep() {
	connection := must(grpc.NewClient("localhost:"+given.Port, grpc.WithTransportCredentials(insecure.NewCredentials())))
	calling := metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+given.Token)
	counts, faults := map[codes.Code]int{}, []string{}
	for _, method := range everyMethod() {
		request, reply := empty(method.Input()), empty(method.Output())
		err := connection.Invoke(calling, pathOf(method), request, reply)
		code := status.Code(err)
		counts[code]++
		late := reasonOf(pathOf(method))
		switch {
		case code == codes.OK && unknown(reply.ProtoReflect()) != "":
			faults = append(faults, fmt.Sprintf("%s: the reply has fields that the client does not know, in %s", pathOf(method), unknown(reply.ProtoReflect())))
		case code == codes.Unimplemented && late != "" && strings.Contains(err.Error(), "(request.unimplemented)"):
		case code == codes.Unimplemented || code == codes.Internal || code == codes.Unknown || code == codes.Unavailable:
			faults = append(faults, fmt.Sprintf("%s: %v", pathOf(method), err))
		case late != "":
			faults = append(faults, fmt.Sprintf("%s: has a handler; take it out of unbuilt.go (%v)", pathOf(method), err))
		}
	}
	for code, count := range counts {
		fmt.Printf("    %4d %s\n", count, code)
	}
	expect(len(faults) == 0, strings.Join(faults, "\n"))
}

// The methods by what they do to others: those that remove come last, and their own user at the very end.
func everyMethod() []protoreflect.MethodDescriptor {
	methods := []protoreflect.MethodDescriptor{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		for at := range file.Services().Len() {
			service := file.Services().Get(at)
			if !strings.HasPrefix(string(service.FullName()), "zitadel.") {
				continue
			}
			for of := range service.Methods().Len() {
				if method := service.Methods().Get(of); !method.IsStreamingClient() && !method.IsStreamingServer() {
					methods = append(methods, method)
				}
			}
		}
		return true
	})
	sort.SliceStable(methods, func(one, other int) bool { return order(methods[one]) < order(methods[other]) })
	return methods
}

func order(method protoreflect.MethodDescriptor) string {
	rank := "0"
	for _, verb := range []string{"Remove", "Delete", "Deactivate", "Lock"} {
		if strings.HasPrefix(string(method.Name()), verb) {
			rank = "1"
		}
	}
	if method.Name() == "RemoveMyUser" {
		rank = "2"
	}
	return rank + pathOf(method)
}

func pathOf(method protoreflect.MethodDescriptor) string {
	return fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
}

// The first message in a message with fields that the client does not know; empty if there is none. The flags of features are left
// out: those that the contract of today has lost are still sent to the clients of before.
func unknown(message protoreflect.Message) (name string) {
	if len(message.GetUnknown()) > 0 && !strings.HasPrefix(string(message.Descriptor().FullName()), "zitadel.feature.") {
		return string(message.Descriptor().FullName())
	}
	message.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.IsMap() || field.Message() == nil:
		case field.IsList():
			for at := 0; at < value.List().Len() && name == ""; at++ {
				name = unknown(value.List().Get(at).Message())
			}
		default:
			name = unknown(value.Message())
		}
		return name == ""
	})
	return name
}

func empty(message protoreflect.MessageDescriptor) proto.Message {
	return must(protoregistry.GlobalTypes.FindMessageByName(message.FullName())).New().Interface()
}
