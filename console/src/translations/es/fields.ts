import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: [
      'Iniciar sesión con una contraseña',
      'Desactivado: solo quedan las claves de acceso.',
    ],
    passwordlessType: [
      'Iniciar sesión con una clave de acceso',
      'Una clave de acceso sustituye a la contraseña y es también un segundo factor.',
    ],
    allowRegister: [
      'Las personas pueden registrarse por su cuenta',
      'En la organización que indica la aplicación.',
    ],
    allowExternalIdp: [
      'Iniciar sesión con otros proveedores',
      'Surte efecto cuando hay un proveedor de identidad configurado.',
    ],
    defaultRedirectUri: [
      'Adónde va quien no viene de ninguna aplicación',
      'Una dirección que empieza por https, o la de una aplicación. Vacío: la página de la cuenta.',
    ],
    forceMfa: ['Todas las cuentas necesitan un segundo factor'],
    forceMfaLocalOnly: [
      'Las cuentas de este servidor necesitan un segundo factor',
      'Quien inicia sesión con otro proveedor no lo necesita.',
    ],
    mfaInitSkipLifetime: ['Volver a ofrecer un factor después de', '0: no ofrecerlo.'],
    ignoreUnknownUsernames: [
      'Ocultar si un nombre de inicio de sesión existe',
      'También con nombres desconocidos se pide una contraseña, para que nadie averigüe quién tiene cuenta.',
    ],
    allowDomainDiscovery: [
      'Encontrar la organización por el dominio del nombre de inicio de sesión',
      'Los nombres desconocidos de un dominio verificado pertenecen a su organización.',
    ],
    disableLoginWithEmail: ['No aceptar un correo electrónico como nombre de inicio de sesión'],
    disableLoginWithPhone: ['No aceptar un número de teléfono como nombre de inicio de sesión'],
    hidePasswordReset: ['Ocultar «¿Has olvidado la contraseña?»'],
    passwordCheckLifetime: ['Contraseña'],
    secondFactorCheckLifetime: ['Segundo factor'],
    multiFactorCheckLifetime: ['Clave de acceso'],
    externalLoginCheckLifetime: ['Otro proveedor'],
  },
  complexity: {
    minLength: ['Número mínimo de caracteres', 'De 1 a 72.'],
    hasUppercase: ['Una letra mayúscula (A–Z)'],
    hasLowercase: ['Una letra minúscula (a–z)'],
    hasNumber: ['Un número (0–9)'],
    hasSymbol: ['Un signo de puntuación o símbolo'],
  },
  age: {
    maxAgeDays: [
      'Las contraseñas caducan tras (días)',
      '0: nunca. Después se exige una nueva en el próximo inicio de sesión.',
    ],
    expireWarnDays: ['Avisar antes (días)', '0: sin aviso.'],
  },
  lockout: {
    maxPasswordAttempts: ['Contraseñas incorrectas hasta el bloqueo', '0: nunca.'],
    maxOtpAttempts: ['Códigos incorrectos hasta el bloqueo', '0: nunca.'],
    releaseAfter: ['Un bloqueo termina por sí mismo tras', '0: solo desbloquea un administrador.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Los nombres de inicio de sesión terminan en un dominio de la organización',
      'Así, dos organizaciones pueden tener el mismo nombre de usuario. Un cambio altera todos los nombres de inicio de sesión.',
    ],
    validateOrgDomains: [
      'Hay que verificar los dominios de las organizaciones',
      'Desactivado: un dominio vale en cuanto se añade.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['El remitente de los correos tiene un dominio de la instancia'],
  },
  notification: {
    passwordChange: ['Avisar por correo cuando se cambia una contraseña'],
  },
  privacy: {
    tosLink: ['Condiciones del servicio'],
    privacyLink: ['Política de privacidad'],
    helpLink: ['Ayuda'],
    supportEmail: ['Correo electrónico de soporte'],
    docsLink: ['Documentación'],
    customLink: ['Un enlace propio'],
    customLinkText: ['Su texto'],
  },
  security: {
    enableIframeEmbedding: [
      'Otras páginas pueden mostrar el inicio de sesión en un marco',
      'Los marcos facilitan provocar clics con engaños; indica qué páginas están autorizadas.',
    ],
    allowedOrigins: [
      'Páginas autorizadas',
      'Por ejemplo, https://app.example.com. Pulsa Intro tras cada una.',
    ],
    enableImpersonation: [
      'Los usuarios pueden actuar en nombre de otros',
      'Por intercambio de tokens; cada uno necesita además un rol para ello.',
    ],
    credentialRights: [
      'De quién puede un administrador establecer las credenciales',
      'Quien establece una contraseña o clave de acceso de una persona puede actuar como ella.',
    ],
    freshProof: [
      'Volver a confirmar la identidad antes de cambiar las credenciales',
      'También antes de eliminar organizaciones, dar roles en la instancia, cambiar claves de firma o destinos del registro o actuar en nombre de otros. Salvo que se haya hecho en los minutos indicados. 0: no hace falta. Como máximo, 1440.',
    ],
    reasonDemand: [
      'Las acciones delicadas necesitan un motivo, que el registro conserva',
      'Eliminaciones, administradores, claves de firma, secretos de aplicaciones, destinos del registro, y contraseñas, factores y direcciones de otras personas.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Tokens de acceso', 'Opacos y JWT.'],
    idTokenLifetime: ['Tokens de ID'],
    refreshTokenIdleExpiration: ['Tokens de actualización sin usar'],
    refreshTokenExpiration: ['Tokens de actualización, como máximo'],
  },
  generator: {
    length: ['Longitud', 'De 1 a 255 caracteres.'],
    expiry: ['Validez', '0: para siempre.'],
    includeLowerLetters: ['Letras minúsculas'],
    includeUpperLetters: ['Letras mayúsculas'],
    includeDigits: ['Números'],
    includeSymbols: ['Símbolos'],
  },
  defaultLanguage: { language: ['Idioma de quien no ha elegido ninguno'] },
  allowedLanguages: {
    allowedLanguages: [
      'Idiomas de páginas y correos',
      'Vacío: todos. El idioma predeterminado tiene que estar entre ellos.',
    ],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Los visitantes no pueden registrar organizaciones',
      'En ese caso, la página para ello no existe.',
    ],
  },
  loginFlag: {
    required: ['Todas las aplicaciones usan el inicio de sesión de la dirección de abajo'],
    baseUri: [
      'Dirección de tu inicio de sesión',
      'https, sin consulta. Vacío: el inicio de sesión de este servidor.',
    ],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Un inicio de sesión que no indica organización sigue de todos modos a la instancia.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Siempre activo, para los clientes configurados para ello.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Siempre activo, para las aplicaciones que tienen una dirección para ello.',
    ],
    permissionCheckV2: [
      'permissionCheckV2',
      'Las listas omiten en cualquier caso lo que quien llama no puede leer.',
    ],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Un cierre de sesión termina siempre una sola sesión.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Los errores dicen siempre la causa y el remedio.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Los tokens nunca son eventos de personas.'],
    userSchema: ['userSchema', 'Sus servicios ya no existen.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Para otra consola.'],
  },
}
