import type { ProblemTexts } from '../texts.ts'

/** Portuguese texts; see `en.ts`. */
export const problemsPt: ProblemTexts = {
  'problem.title': 'Não funcionou',
  'problem.general':
    'Algo deu errado. Tente novamente. Se acontecer de novo, informe à sua administração a referência {reference}.',
  'problem.not_found_title': 'Página não encontrada',
  'problem.not_found': 'Não há nenhuma página neste endereço. Verifique o endereço ou comece de novo.',
  'problem.unavailable': 'O serviço está ocupado no momento. Tente novamente em um minuto.',
  'problem.field_empty': 'Preencha este campo.',
  'problem.entry_too_long': 'É longo demais. Use no máximo 200 caracteres.',
  'problem.entry_unusable':
    'O que foi digitado é longo demais ou tem um caractere que não pode ser usado. Verifique e tente novamente.',
  'problem.passwords_differ': 'As duas senhas não são iguais. Digite a mesma senha duas vezes.',
  'problem.terms_missing': 'Aceite os termos para continuar.',
  'problem.choice_missing': 'Escolha uma das opções.',
  'problem.denied': 'Você não tem permissão para fazer isto. Peça ajuda à sua administração.',
  'problem.too_many_requests': 'Houve tentativas demais. Tente novamente {time}.',
  'problem.captcha_failed': 'Não foi possível confirmar que você é uma pessoa. Faça a verificação novamente.',

  'problem.wrong_login': 'O nome ou a senha está incorreto. Verifique os dois e tente novamente.',
  'problem.user_not_found': 'Não conhecemos este nome. Verifique-o e tente novamente.',
  'problem.several_users': 'Várias contas têm este nome. Digite o nome de login completo.',
  'problem.name_empty': 'Digite o nome da sua conta.',

  'problem.password_wrong': 'A senha está incorreta. Verifique-a e tente novamente.',
  'problem.password_wrong_attempts': {
    one: 'A senha está incorreta. Resta {count} tentativa antes que a conta seja bloqueada.',
    other: 'A senha está incorreta. Restam {count} tentativas antes que a conta seja bloqueada.',
  },
  'problem.password_missing': 'Digite uma senha.',
  'problem.password_not_set': 'Esta conta não tem senha. Escolha outra forma de entrar.',
  'problem.password_unchanged': 'A nova senha é igual à antiga. Escolha outra.',
  'problem.password_too_short': 'A senha é curta demais. Escolha uma mais longa.',
  'problem.password_too_long': 'A senha é longa demais. Use no máximo 72 caracteres.',
  'problem.password_control_character':
    'A senha contém uma tabulação, uma quebra de linha ou outro caractere invisível. Remova-o.',
  'problem.password_no_lowercase': 'A senha precisa de uma letra minúscula (a–z).',
  'problem.password_no_uppercase': 'A senha precisa de uma letra maiúscula (A–Z).',
  'problem.password_no_number': 'A senha precisa de um número (0–9).',
  'problem.password_no_symbol': 'A senha precisa de um sinal de pontuação ou símbolo.',
  'problem.password_check_abandoned': 'A verificação demorou demais. Tente novamente.',

  'problem.locked': 'Esta conta está bloqueada. Peça à sua administração para desbloqueá-la.',
  'problem.locked_until':
    'Esta conta está bloqueada após muitas tentativas sem sucesso. Tente novamente {time}.',
  'problem.user_inactive': 'Esta conta não pode ser usada no momento. Peça ajuda à sua administração.',
  'problem.organization_inactive':
    'A organização desta conta está desativada. Peça ajuda à sua administração.',

  'problem.code_empty': 'Digite o código.',
  'problem.code_wrong': 'O código está incorreto ou expirou. Verifique-o ou use um mais recente.',
  'problem.code_kept':
    'O código está correto e continua válido. Digite-o novamente quando a conta puder ser usada.',
  'problem.code_expired': 'O código expirou. Peça um novo.',
  'problem.code_used': 'Este código já foi usado. Espere pelo próximo.',
  'problem.code_malformed': 'Um código do aplicativo tem seis dígitos. Verifique-o e tente novamente.',
  'problem.totp_key_replaced':
    'Outra janela substituiu a chave que esta página mostrava. Adicione a nova chave ao seu aplicativo.',
  'problem.code_not_sent': 'Nenhum código foi enviado ainda. Peça um.',
  'problem.codes_exhausted': 'Códigos incorretos demais foram digitados. Peça ajuda à sua administração.',
  'problem.recovery_code_wrong': 'O código de recuperação está incorreto ou já foi usado. Tente outro.',
  'problem.recovery_code_malformed':
    'Um código de recuperação tem 15 letras e dígitos. Verifique-o e tente novamente.',
  'problem.recovery_code_used': 'Este código de recuperação já foi usado. Tente outro.',
  'problem.recovery_codes_used_up':
    'Todos os seus códigos de recuperação já foram usados. Escolha outra forma ou peça ajuda à sua administração.',
  'problem.recovery_codes_changed':
    'Os códigos de recuperação foram alterados em outra janela. Nada foi substituído.',
  'problem.recovery_codes_without_factor':
    'Códigos de recuperação substituem um segundo fator. Configure um antes.',
  'problem.link_invalid': 'Este link está incorreto, já foi usado ou expirou. Peça um novo.',
  'problem.address_verified': 'Este endereço já está confirmado. Não há nada a fazer.',
  'problem.address_unverified': 'Este endereço ainda não está confirmado. Confirme-o antes.',

  'problem.passkey_failed': 'A chave de acesso não foi aceita. Tente novamente ou escolha outra forma.',
  'problem.passkey_none': 'Esta conta não tem chave de acesso para este site. Escolha outra forma.',
  'problem.passkey_unknown': 'Esta chave de acesso não pertence a nenhuma conta aqui. Escolha outra forma.',
  'problem.passkey_expired': 'O pedido expirou. Comece de novo.',
  'problem.passkey_taken': 'Esta chave de acesso ou de segurança já está registrada. Use outra.',
  'problem.passkey_user_not_verified':
    'Seu dispositivo não verificou que é você. Configure nele um PIN, uma impressão digital ou o rosto e tente novamente.',
  'problem.passkey_too_many':
    'Esta conta tem o número máximo de chaves. Remova uma antes de adicionar outra.',
  'problem.passkey_suspicious':
    'Esta chave parece uma cópia de outra, por isso não foi aceita. Remova-a e registre-a novamente.',

  'problem.factor_exists': 'Isto já está configurado. Não há nada a fazer.',
  'problem.factor_missing': 'Este segundo fator não está configurado. Escolha outro.',
  'problem.factor_not_allowed': 'Sua organização não permite este segundo fator. Escolha outro.',
  'problem.factor_required': 'Esta conta precisa de um segundo fator. Confirme com ele antes.',
  'problem.factor_forced': 'Sua organização exige um segundo fator. Configure um antes.',
  'problem.fresh_proof':
    'Esta alteração precisa de uma entrada recente. Confirme que é você e tente novamente.',

  'problem.session_ended': 'Você saiu da conta ou a sua sessão expirou. Entre novamente.',
  'problem.session_other_user':
    'Esta sessão pertence a outra conta. Comece de novo com a conta que você quer.',

  'problem.request_unknown':
    'Este pedido de entrada é desconhecido ou expirou. Volte ao aplicativo e entre a partir dele.',
  'problem.request_unfinished': 'A sua entrada ainda não está completa. Continue com a próxima etapa.',
  'problem.request_answered': 'Esta entrada já foi concluída. Volte ao aplicativo.',
  'problem.request_other_organization':
    'O aplicativo só aceita contas de outra organização. Escolha outra conta.',
  'problem.request_other_user': 'O aplicativo pediu outra conta. Entre com ela.',
  'problem.request_acr_unmet':
    'O aplicativo exige uma prova mais forte do que esta conta pode dar. Configure uma forma mais forte de entrar ou escolha outra conta.',
  'problem.request_too_old': 'O aplicativo quer uma entrada mais recente. Entre novamente.',
  'problem.request_prompt_none':
    'O aplicativo pediu uma entrada sem perguntas, mas você precisa entrar antes.',
  'problem.other_browser':
    'Esta entrada foi iniciada em outro navegador. Continue nele ou entre novamente aqui.',
  'problem.cross_site':
    'Para a sua segurança, este formulário não foi aceito porque veio de outro site. Abra a página de novo e repita a etapa.',
  'problem.insecure': 'Esta página só funciona com uma conexão segura. Abra o endereço dela com https.',
  'problem.form_outdated': 'Esta página estava desatualizada. Verifique os dados e envie-os novamente.',
  'problem.project_access_required':
    'Sua organização não tem acesso a este aplicativo. Fale com a sua administração ou escolha outra conta.',
  'problem.authorization_required':
    'Esta conta não tem nenhum papel neste aplicativo. Fale com a sua administração ou escolha outra conta.',
  'problem.project_unusable': 'Este aplicativo está desativado no momento. Peça ajuda à sua administração.',

  'problem.no_way':
    'Esta conta não tem nenhuma forma permitida de entrar. Peça ajuda à sua administração ou escolha outra conta.',
  'problem.no_second_factor':
    'Um segundo fator é exigido, mas esta conta não pode configurar nenhum que seja permitido. Peça ajuda à sua administração.',

  'problem.device_unknown':
    'Nenhum dispositivo está esperando com este código. Verifique o código no dispositivo ou faça com que ele mostre um novo.',
  'problem.device_answered':
    'O pedido deste dispositivo já foi respondido ou o código expirou. Faça com que ele mostre um novo.',
  'problem.device_guessed': 'Códigos incorretos demais foram digitados. Espere um minuto e tente novamente.',

  'problem.registration_not_allowed': 'Não é possível criar contas aqui. Peça uma conta à sua administração.',
  'problem.registration_org_not_allowed':
    'Não é possível criar organizações aqui. Fale com quem opera este site.',
  'problem.registration_org_unknown':
    'Esta organização não existe ou está desativada. Verifique o link que trouxe você até aqui.',
  'problem.registration_useless':
    'Uma conta nova não serve para este acesso. Entre com uma conta que você já tem ou pergunte à sua administração.',
  'problem.username_taken': 'Este nome de usuário já está em uso. Escolha outro ou entre.',
  'problem.username_character':
    'O nome de usuário contém um caractere que não é permitido. Use letras, números e sinais simples.',
  'problem.username_direction':
    'O nome de usuário mistura direções de escrita de uma forma que não é permitida. Escolha outro.',
  'problem.foreign_domain': 'Este nome de usuário pertence ao domínio de outra organização. Escolha outro.',
  'problem.name_part_empty': 'Digite o nome e o sobrenome.',
  'problem.email_invalid': 'Isto não é um endereço de e-mail. Use a forma nome@example.com.',
  'problem.phone_invalid':
    'Isto não é um número de telefone. Comece com o código do país, por exemplo +41 44 668 18 00.',
  'problem.phone_missing': 'Esta conta não tem número de telefone. Adicione um antes.',
  'problem.language_invalid': 'Este idioma não é conhecido. Escolha um da lista.',
  'problem.already_set_up': 'Esta conta já está configurada. Entre com ela.',
  'problem.not_set_up': 'Esta conta ainda não foi configurada. Use antes o código da nossa mensagem.',
  'problem.organization_name_taken': 'Já existe uma organização com este nome. Escolha outro nome.',
  'problem.organization_name_unusable':
    'Este nome não pode ser usado. Ele precisa de pelo menos uma letra ou um número.',
  'problem.organization_domain_taken': 'Outra organização usa o domínio deste nome. Escolha outro nome.',
  'problem.picture_invalid':
    'Este arquivo não é uma imagem que possa ser usada. Escolha um arquivo PNG, JPEG ou WebP.',
  'problem.picture_missing': 'Escolha uma foto antes.',
  'problem.file_too_large': 'O arquivo é grande demais. Escolha um menor.',
  'problem.gone': 'Isto não existe mais. Carregue a página novamente.',
  'problem.unchanged': 'Nada foi alterado.',

  'blocked.title': 'Você não pode entrar agora',
  'blocked.locked': 'A conta {name} está bloqueada. Peça à sua administração para desbloqueá-la.',
  'blocked.locked_until':
    'A conta {name} está bloqueada após muitas tentativas sem sucesso. Ela será desbloqueada {time}.',
  'blocked.inactive': 'A conta {name} está desativada. Peça ajuda à sua administração.',
  'blocked.organization_inactive': 'A organização de {name} está desativada. Peça ajuda à sua administração.',
  'blocked.machine': 'A conta {name} é para máquinas e não pode entrar aqui.',
  'refused.title': 'Esta conta não pode ser usada aqui',
}
