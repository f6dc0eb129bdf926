import { type DescFile, fromJson, type JsonObject, toBinary, toJson } from '@bufbuild/protobuf'
import { nestedTypes } from '@bufbuild/protobuf/reflect'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { Code, type ConnectRouter } from '@connectrpc/connect'
import { bidiStreaming, fileFromProto, messageProto, onlyService } from './descriptors.ts'

const repeated = { label: 'LABEL_REPEATED' }
const choice = { oneofIndex: 0 }

/** Describes `grpc/reflection/<version>/reflection.proto` of the gRPC server reflection protocol. */
function reflectionFile(version: 'v1' | 'v1alpha'): DescFile {
  const prefix = `.grpc.reflection.${version}.`
  const request = `${prefix}ServerReflectionRequest`
  const requestFields = [
    ['host', 1, 'string'],
    ['file_by_filename', 3, 'string', choice],
    ['file_containing_symbol', 4, 'string', choice],
    ['file_containing_extension', 5, `${prefix}ExtensionRequest`, choice],
    ['all_extension_numbers_of_type', 6, 'string', choice],
    ['list_services', 7, 'string', choice],
  ] as const
  const responseFields = [
    ['valid_host', 1, 'string'],
    ['original_request', 2, request],
    ['file_descriptor_response', 4, `${prefix}FileDescriptorResponse`, choice],
    ['all_extension_numbers_response', 5, `${prefix}ExtensionNumberResponse`, choice],
    ['list_services_response', 6, `${prefix}ListServiceResponse`, choice],
    ['error_response', 7, `${prefix}ErrorResponse`, choice],
  ] as const
  return fileFromProto({
    name: `grpc/reflection/${version}/reflection.proto`,
    package: `grpc.reflection.${version}`,
    messageType: [
      messageProto('ServerReflectionRequest', requestFields, 'message_request'),
      messageProto('ExtensionRequest', [
        ['containing_type', 1, 'string'],
        ['extension_number', 2, 'int32'],
      ]),
      messageProto('ServerReflectionResponse', responseFields, 'message_response'),
      messageProto('FileDescriptorResponse', [['file_descriptor_proto', 1, 'bytes', repeated]]),
      messageProto('ExtensionNumberResponse', [
        ['base_type_name', 1, 'string'],
        ['extension_number', 2, 'int32', repeated],
      ]),
      messageProto('ListServiceResponse', [['service', 1, `${prefix}ServiceResponse`, repeated]]),
      messageProto('ServiceResponse', [['name', 1, 'string']]),
      messageProto('ErrorResponse', [
        ['error_code', 1, 'int32'],
        ['error_message', 2, 'string'],
      ]),
    ],
    service: [
      {
        name: 'ServerReflection',
        method: [
          {
            name: 'ServerReflectionInfo',
            inputType: request,
            outputType: `${prefix}ServerReflectionResponse`,
            clientStreaming: true,
            serverStreaming: true,
          },
        ],
      },
    ],
  })
}

/** Adds gRPC server reflection (v1 and v1alpha) for the given files and its own. */
export function addReflection(router: ConnectRouter, files: readonly DescFile[]): void {
  const own = [reflectionFile('v1'), reflectionFile('v1alpha')]
  const index = new ReflectionIndex([...files, ...own])
  for (const file of own) {
    const method = bidiStreaming(onlyService(file), 'serverReflectionInfo')
    router.rpc(method, async function* (requests) {
      for await (const request of requests) {
        const json = toJson(method.input, request) as JsonObject
        yield fromJson(method.output, {
          validHost: json['host'] ?? '',
          originalRequest: json,
          ...index.respond(json),
        })
      }
    })
  }
}

class ReflectionIndex {
  readonly #byName = new Map<string, DescFile>()
  readonly #bySymbol = new Map<string, DescFile>()
  readonly #extensions = new Map<string, Map<number, DescFile>>()
  readonly #services: string[] = []

  constructor(files: readonly DescFile[]) {
    for (const file of files) this.#add(file)
  }

  respond(request: JsonObject): JsonObject {
    const { fileByFilename, fileContainingSymbol, fileContainingExtension, allExtensionNumbersOfType } =
      request
    if ('listServices' in request)
      return { listServicesResponse: { service: this.#services.map((name) => ({ name })) } }
    if (typeof fileByFilename === 'string')
      return fileResponse(this.#byName.get(fileByFilename), fileByFilename)
    if (typeof fileContainingSymbol === 'string') {
      return fileResponse(this.#bySymbol.get(fileContainingSymbol), fileContainingSymbol)
    }
    if (typeof allExtensionNumbersOfType === 'string')
      return this.#extensionNumbers(allExtensionNumbersOfType)
    if (typeof fileContainingExtension === 'object')
      return this.#extension(fileContainingExtension as JsonObject)
    return failure(Code.InvalidArgument, 'the request has no message_request; set one')
  }

  #extension({ containingType, extensionNumber }: JsonObject): JsonObject {
    const file = this.#extensions.get(String(containingType))?.get(Number(extensionNumber))
    return fileResponse(file, `extension ${extensionNumber} of ${containingType}`)
  }

  #extensionNumbers(typeName: string): JsonObject {
    if (!this.#bySymbol.has(typeName)) return failure(Code.NotFound, `unknown type ${typeName}`)
    const extensionNumber = [...(this.#extensions.get(typeName)?.keys() ?? [])]
    return { allExtensionNumbersResponse: { baseTypeName: typeName, extensionNumber } }
  }

  #add(file: DescFile): void {
    this.#byName.set(file.proto.name, file)
    for (const type of nestedTypes(file)) {
      this.#bySymbol.set(type.typeName, file)
      if (type.kind === 'message')
        for (const field of type.fields) this.#bySymbol.set(`${type.typeName}.${field.name}`, file)
      if (type.kind === 'extension') this.#addExtension(type.extendee.typeName, type.number, file)
      if (type.kind !== 'service') continue
      this.#services.push(type.typeName)
      for (const method of type.methods) this.#bySymbol.set(`${type.typeName}.${method.name}`, file)
    }
  }

  #addExtension(extendee: string, number: number, file: DescFile): void {
    const numbers = this.#extensions.get(extendee) ?? new Map<number, DescFile>()
    this.#extensions.set(extendee, numbers.set(number, file))
  }
}

/** Returns the file and all files that it imports, the file itself first. */
function fileResponse(file: DescFile | undefined, name: string): JsonObject {
  if (file === undefined) return failure(Code.NotFound, `not found: ${name}`)
  const all = new Set<DescFile>([file])
  for (const each of all) for (const dependency of each.dependencies) all.add(dependency)
  return { fileDescriptorResponse: { fileDescriptorProto: [...all].map(encoded) } }
}

const encodings = new Map<DescFile, string>()

/** Returns a file in base64; kept, because anybody may ask for the whole contract again and again. */
function encoded(file: DescFile): string {
  let text = encodings.get(file)
  if (text === undefined) {
    text = Buffer.from(toBinary(FileDescriptorProtoSchema, file.proto)).toString('base64')
    encodings.set(file, text)
  }
  return text
}

function failure(errorCode: Code, errorMessage: string): JsonObject {
  return { errorResponse: { errorCode, errorMessage } }
}
