// Kubernetes, "Environment variables" of Services: {NAME}_SERVICE_HOST, {NAME}_SERVICE_PORT[_{PORT NAME}], and Docker's links
// {NAME}_PORT=tcp://address:port, {NAME}_PORT_{NUMBER}_{PROTOCOL}[_PORT|_PROTO|_ADDR].
const injectedName = /^\w+_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PORT|PROTO|ADDR))?)$/
const injectedLink = /^(tcp|udp|sctp):\/\//

/** Whether Kubernetes set the variable in every container because a Service has the name `sallyport` or one that begins with it. */
export function injectedByKubernetes(name: string, value: string): boolean {
  return injectedName.test(name) || (name.endsWith('_PORT') && injectedLink.test(value))
}
