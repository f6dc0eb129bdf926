import type { ProblemTexts } from '../texts.ts'

/** Spanish texts; see `en.ts`. */
export const problemsEs: ProblemTexts = {
  'problem.title': 'No ha funcionado',
  'problem.general':
    'Algo ha salido mal. Vuelve a intentarlo. Si se repite, da a tu administración la referencia {reference}.',
  'problem.not_found_title': 'Página no encontrada',
  'problem.not_found': 'No hay ninguna página en esta dirección. Revisa la dirección o empieza de nuevo.',
  'problem.unavailable': 'El servicio está muy ocupado en este momento. Vuelve a intentarlo en un minuto.',
  'problem.field_empty': 'Rellena este campo.',
  'problem.entry_too_long': 'Es demasiado largo. Usa como máximo 200 caracteres.',
  'problem.entry_unusable':
    'Lo que has escrito es demasiado largo o tiene un carácter que no se puede usar. Revísalo y vuelve a intentarlo.',
  'problem.passwords_differ': 'Las dos contraseñas no son iguales. Escribe la misma contraseña dos veces.',
  'problem.terms_missing': 'Acepta las condiciones para continuar.',
  'problem.choice_missing': 'Elige una de las opciones.',
  'problem.denied': 'No tienes permiso para hacer esto. Pide ayuda a tu administración.',
  'problem.too_many_requests': 'Ha habido demasiados intentos. Vuelve a intentarlo {time}.',
  'problem.captcha_failed': 'No hemos podido confirmar que eres una persona. Repite la comprobación.',

  'problem.wrong_login': 'El nombre o la contraseña no son correctos. Revísalos y vuelve a intentarlo.',
  'problem.user_not_found': 'No conocemos este nombre. Revísalo y vuelve a intentarlo.',
  'problem.several_users':
    'Varias cuentas tienen este nombre. Escribe el nombre de inicio de sesión completo.',
  'problem.name_empty': 'Escribe el nombre de tu cuenta.',

  'problem.password_wrong': 'La contraseña no es correcta. Revísala y vuelve a intentarlo.',
  'problem.password_wrong_attempts': {
    one: 'La contraseña no es correcta. Queda {count} intento antes de que se bloquee la cuenta.',
    other: 'La contraseña no es correcta. Quedan {count} intentos antes de que se bloquee la cuenta.',
  },
  'problem.password_missing': 'Escribe una contraseña.',
  'problem.password_not_set': 'Esta cuenta no tiene contraseña. Elige otra forma de iniciar sesión.',
  'problem.password_unchanged': 'La contraseña nueva es igual que la anterior. Elige otra.',
  'problem.password_too_short': 'La contraseña es demasiado corta. Elige una más larga.',
  'problem.password_too_long': 'La contraseña es demasiado larga. Usa 72 caracteres como máximo.',
  'problem.password_control_character':
    'La contraseña contiene un tabulador, un salto de línea u otro carácter invisible. Quítalo.',
  'problem.password_no_lowercase': 'La contraseña necesita una letra minúscula (a–z).',
  'problem.password_no_uppercase': 'La contraseña necesita una letra mayúscula (A–Z).',
  'problem.password_no_number': 'La contraseña necesita un número (0–9).',
  'problem.password_no_symbol': 'La contraseña necesita un signo de puntuación o símbolo.',
  'problem.password_check_abandoned': 'La comprobación ha tardado demasiado. Vuelve a intentarlo.',

  'problem.locked': 'Esta cuenta está bloqueada. Pide a tu administración que la desbloquee.',
  'problem.locked_until':
    'Esta cuenta está bloqueada tras demasiados intentos fallidos. Vuelve a intentarlo {time}.',
  'problem.user_inactive': 'Esta cuenta no se puede usar en este momento. Pide ayuda a tu administración.',
  'problem.organization_inactive':
    'La organización de esta cuenta está desactivada. Pide ayuda a tu administración.',

  'problem.code_empty': 'Escribe el código.',
  'problem.code_wrong': 'El código no es correcto o ha caducado. Revísalo o usa uno más reciente.',
  'problem.code_kept':
    'El código es correcto y sigue siendo válido. Vuelve a escribirlo cuando la cuenta se pueda usar.',
  'problem.code_expired': 'El código ha caducado. Pide uno nuevo.',
  'problem.code_used': 'Este código ya se ha usado. Espera al siguiente.',
  'problem.code_malformed': 'Un código de la aplicación tiene seis cifras. Revísalo y vuelve a intentarlo.',
  'problem.totp_key_replaced':
    'Otra ventana ha sustituido la clave que mostraba esta página. Añade la clave nueva a tu aplicación.',
  'problem.code_not_sent': 'Todavía no se ha enviado ningún código. Pide uno.',
  'problem.codes_exhausted': 'Se han escrito demasiados códigos incorrectos. Pide ayuda a tu administración.',
  'problem.recovery_code_wrong':
    'El código de recuperación no es correcto o ya se ha usado. Prueba con otro.',
  'problem.recovery_code_malformed':
    'Un código de recuperación tiene 15 letras y números. Revísalo y vuelve a intentarlo.',
  'problem.recovery_code_used': 'Este código de recuperación ya se ha usado. Prueba con otro.',
  'problem.recovery_codes_used_up':
    'Todos tus códigos de recuperación se han usado. Elige otra forma o pide ayuda a tu administración.',
  'problem.recovery_codes_changed':
    'Los códigos de recuperación se han cambiado en otra ventana. No se ha sustituido nada.',
  'problem.recovery_codes_without_factor':
    'Los códigos de recuperación sustituyen a un segundo factor. Configura uno antes.',
  'problem.link_invalid': 'Este enlace no es correcto, ya se ha usado o ha caducado. Pide uno nuevo.',
  'problem.address_verified': 'Esta dirección ya está confirmada. No hay nada que hacer.',
  'problem.address_unverified': 'Esta dirección todavía no está confirmada. Confírmala antes.',

  'problem.passkey_failed': 'La clave de acceso no se ha aceptado. Vuelve a intentarlo o elige otra forma.',
  'problem.passkey_none': 'Esta cuenta no tiene ninguna clave de acceso para este sitio. Elige otra forma.',
  'problem.passkey_unknown': 'Esta clave de acceso no pertenece a ninguna cuenta de aquí. Elige otra forma.',
  'problem.passkey_expired': 'La solicitud ha caducado. Empieza de nuevo.',
  'problem.passkey_taken': 'Esta clave de acceso o llave de seguridad ya está registrada. Usa otra.',
  'problem.passkey_user_not_verified':
    'Tu dispositivo no ha comprobado que eres tú. Configura en él un PIN, la huella o el rostro y vuelve a intentarlo.',
  'problem.passkey_too_many':
    'Esta cuenta tiene el número máximo de claves y llaves. Quita una antes de añadir otra.',
  'problem.passkey_suspicious':
    'Esta llave parece una copia de otra, por eso no se ha aceptado. Quítala y vuelve a registrarla.',

  'problem.factor_exists': 'Ya está configurado. No hay nada que hacer.',
  'problem.factor_missing': 'Este segundo factor no está configurado. Elige otro.',
  'problem.factor_not_allowed': 'Tu organización no permite este segundo factor. Elige otro.',
  'problem.factor_required': 'Esta cuenta necesita un segundo factor. Confirma antes con él.',
  'problem.factor_forced': 'Tu organización exige un segundo factor. Configura uno antes.',
  'problem.fresh_proof':
    'Este cambio necesita un inicio de sesión reciente. Confirma que eres tú y vuelve a intentarlo.',

  'problem.session_ended': 'Se ha cerrado tu sesión o ha caducado. Vuelve a iniciar sesión.',
  'problem.session_other_user':
    'Esta sesión pertenece a otra cuenta. Empieza de nuevo con la cuenta que quieras.',

  'problem.request_unknown':
    'Esta solicitud de inicio de sesión no se conoce o ha caducado. Vuelve a la aplicación e inicia sesión desde allí.',
  'problem.request_unfinished': 'Tu inicio de sesión aún no está completo. Continúa con el paso siguiente.',
  'problem.request_answered': 'Este inicio de sesión ya ha terminado. Vuelve a la aplicación.',
  'problem.request_other_organization':
    'La aplicación solo acepta cuentas de otra organización. Elige otra cuenta.',
  'problem.request_other_user': 'La aplicación ha pedido otra cuenta. Inicia sesión con ella.',
  'problem.request_acr_unmet':
    'La aplicación exige una prueba más fuerte de la que esta cuenta puede dar. Configura una forma más fuerte de iniciar sesión o elige otra cuenta.',
  'problem.request_too_old':
    'La aplicación quiere un inicio de sesión más reciente. Vuelve a iniciar sesión.',
  'problem.request_prompt_none':
    'La aplicación ha pedido un inicio de sesión sin preguntas, pero antes tienes que iniciar sesión.',
  'problem.other_browser':
    'Este inicio de sesión se empezó en otro navegador. Continúa en él o vuelve a iniciar sesión aquí.',
  'problem.cross_site':
    'Por tu seguridad, este formulario no se ha aceptado porque venía de otro sitio. Abre la página de nuevo y repite el paso.',
  'problem.insecure': 'Esta página solo funciona con una conexión segura. Abre su dirección con https.',
  'problem.form_outdated': 'Esta página no estaba actualizada. Revisa los datos y envíalos de nuevo.',
  'problem.project_access_required':
    'Tu organización no tiene acceso a esta aplicación. Consulta a tu administración o elige otra cuenta.',
  'problem.authorization_required':
    'Esta cuenta no tiene ningún rol en esta aplicación. Consulta a tu administración o elige otra cuenta.',
  'problem.project_unusable':
    'Esta aplicación está desactivada en este momento. Pide ayuda a tu administración.',

  'problem.no_way':
    'Esta cuenta no tiene ninguna forma permitida de iniciar sesión. Pide ayuda a tu administración o elige otra cuenta.',
  'problem.no_second_factor':
    'Se exige un segundo factor, pero esta cuenta no puede configurar ninguno permitido. Pide ayuda a tu administración.',

  'problem.device_unknown':
    'Ningún dispositivo espera con este código. Revisa el código en el dispositivo o haz que muestre uno nuevo.',
  'problem.device_answered':
    'Ya se ha respondido a la solicitud de este dispositivo, o su código ha caducado. Haz que muestre uno nuevo.',
  'problem.device_guessed':
    'Se han escrito demasiados códigos incorrectos. Espera un minuto y vuelve a intentarlo.',

  'problem.registration_not_allowed': 'Aquí no se pueden crear cuentas. Pide una cuenta a tu administración.',
  'problem.registration_org_not_allowed':
    'Aquí no se pueden crear organizaciones. Consulta a quien gestiona este sitio.',
  'problem.registration_org_unknown':
    'Esa organización no existe o está desactivada. Revisa el enlace que te ha traído aquí.',
  'problem.registration_useless':
    'Una cuenta nueva no sirve para este inicio de sesión. Inicia sesión con una cuenta que ya tengas o pregunta a tu administración.',
  'problem.username_taken': 'Este nombre de usuario ya está en uso. Elige otro o inicia sesión.',
  'problem.username_character':
    'El nombre de usuario contiene un carácter que no está permitido. Usa letras, números y signos sencillos.',
  'problem.username_direction':
    'El nombre de usuario mezcla direcciones de escritura de una forma que no está permitida. Elige otro.',
  'problem.foreign_domain': 'Este nombre de usuario pertenece al dominio de otra organización. Elige otro.',
  'problem.name_part_empty': 'Escribe tu nombre y tus apellidos.',
  'problem.email_invalid': 'Esto no es una dirección de correo electrónico. Usa la forma nombre@example.com.',
  'problem.phone_invalid':
    'Esto no es un número de teléfono. Empieza por el prefijo del país, por ejemplo +41 44 668 18 00.',
  'problem.phone_missing': 'Esta cuenta no tiene número de teléfono. Añade uno antes.',
  'problem.language_invalid': 'Este idioma no se conoce. Elige uno de la lista.',
  'problem.already_set_up': 'Esta cuenta ya está configurada. Inicia sesión con ella.',
  'problem.not_set_up': 'Esta cuenta todavía no está configurada. Usa antes el código de nuestro mensaje.',
  'problem.organization_name_taken': 'Ya existe una organización con este nombre. Elige otro nombre.',
  'problem.organization_name_unusable':
    'Este nombre no se puede usar. Necesita al menos una letra o un número.',
  'problem.organization_domain_taken': 'Otra organización usa el dominio de este nombre. Elige otro nombre.',
  'problem.picture_invalid':
    'Este archivo no es una imagen que se pueda usar. Elige un archivo PNG, JPEG o WebP.',
  'problem.picture_missing': 'Elige antes una foto.',
  'problem.file_too_large': 'El archivo es demasiado grande. Elige uno más pequeño.',
  'problem.gone': 'Esto ya no existe. Vuelve a cargar la página.',
  'problem.unchanged': 'No se ha cambiado nada.',

  'blocked.title': 'Ahora no puedes iniciar sesión',
  'blocked.locked': 'La cuenta {name} está bloqueada. Pide a tu administración que la desbloquee.',
  'blocked.locked_until':
    'La cuenta {name} está bloqueada tras demasiados intentos fallidos. Se desbloqueará {time}.',
  'blocked.inactive': 'La cuenta {name} está desactivada. Pide ayuda a tu administración.',
  'blocked.organization_inactive':
    'La organización de {name} está desactivada. Pide ayuda a tu administración.',
  'blocked.machine': 'La cuenta {name} es para máquinas y no puede iniciar sesión aquí.',
  'refused.title': 'Esta cuenta no se puede usar aquí',
}
