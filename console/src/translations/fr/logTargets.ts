import type { Translation } from '../translation.ts'
import { logTargetsTitles } from './titles.ts'

export const logTargets: Translation['logTargets'] = {
  ...logTargetsTitles,
  settings: 'Réglages',
  onlyInstance:
    'les destinations du journal sont un réglage de toute l’instance ; choisissez « Toute l’instance » en haut de la page',
  sectionTitle: 'Destinations',
  sectionIntro:
    'Les événements sont envoyés dans l’ordre de leur enregistrement, chacun au moins une fois. Si une destination échoue, de nouvelles tentatives ont lieu jusqu’à ce qu’elle les accepte.',
  empty: 'Aucune destination. Les événements restent dans le journal et rien n’est envoyé.',
  add: 'Ajouter une destination',
  addSubmit: 'Ajouter',
  added: 'La destination a été ajoutée.',
  changed: 'Enregistré.',
  removed: 'La destination a été supprimée.',
  paused: 'La destination est suspendue.',
  resumed: 'La destination est active.',
  retried: 'Nouvelle tentative lancée.',
  states: { active: 'Active', failing: 'En échec', paused: 'Suspendue' },
  acts: {
    test: 'Tester',
    edit: 'Modifier',
    pause: 'Suspendre',
    resume: 'Reprendre',
    retry: 'Réessayer maintenant',
    newKey: 'Nouvelle clé de signature',
    remove: 'Supprimer',
  },
  actOf: (act: string, name: string) => `${act} : ${name}`,
  pauseText:
    'Rien n’est envoyé jusqu’à la reprise. Les sessions retirées du journal entre-temps ne seront jamais envoyées.',
  resumeText: 'L’envoi reprend au premier événement non remis.',
  retryText: 'La prochaine tentative a lieu tout de suite, sans attendre le délai prévu.',
  newKeyText:
    'La clé actuelle cesse aussitôt de signer : le destinataire refuse les événements tant qu’il ne connaît pas la nouvelle.',
  removeText:
    'Plus aucun événement n’y est envoyé. Ses réglages, ses identifiants et sa clé de signature sont supprimés.',
  lastDelivered: 'Dernier envoi réussi :',
  neverDelivered: 'Aucun envoi réussi pour l’instant',
  waiting: (count: number, more: boolean) =>
    `${more ? 'au moins ' : ''}${count.toLocaleString('fr')} ${count < 2 ? 'événement' : 'événements'} en attente`,
  oldest: 'le plus ancien a été écrit',
  failingSince: 'Début des échecs :',
  nextAttempt: 'Prochaine tentative :',
  filtered: 'Certains événements seulement',
  formats: { jsonl: 'Lignes JSON', cloudevents: 'CloudEvents' },
  editTitle: 'Modifier la destination',
  name: 'Nom',
  url: 'Adresse',
  urlHint: 'Une adresse https. Quiconque peut lire ces réglages la voit : n’y mettez donc aucun secret.',
  format: 'Format des événements',
  formatChoices: [
    { value: 'jsonl', label: 'Lignes JSON, comme dans un export' },
    { value: 'cloudevents', label: 'Lots de CloudEvents 1.0' },
  ],
  start: 'Commencer par',
  starts: [
    { value: 'now', label: 'Ce qui se passe à partir de maintenant' },
    { value: 'beginning', label: 'Le premier événement du journal' },
  ],
  types: 'Uniquement ces types d’événements',
  typesHint: 'Vide : tous sont envoyés.',
  streamTypes: 'Uniquement les événements de ces types d’objets',
  credential: 'Identifiants',
  credentialChoices: {
    none: 'Aucun : la signature suffit',
    keep: 'Garder ceux qui sont conservés',
    give: 'Un en-tête avec une valeur secrète',
  },
  header: 'En-tête',
  value: 'Valeur',
  valueHint:
    'La valeur entière, par exemple « Bearer … ». Elle est conservée chiffrée et n’est plus jamais affichée.',
  showSecret: 'Afficher la saisie',
  keyTitle: 'Clé de signature',
  key: 'Clé de signature',
  keyText: 'Le destinataire s’en sert pour vérifier l’en-tête ZITADEL-Signature de chaque requête.',
  testTitle: (name: string) => `Test : ${name}`,
  testText: 'Envoie un événement de type log_target.test à la position 0, qui ne figure dans aucun journal.',
  testSubmit: 'Envoyer un test',
  tested: (status: number) => `Le destinataire l’a accepté (HTTP ${status}).`,
  notTested: 'L’événement n’a pas pu être remis',
  problems: {
    status: (status: string) => `Le destinataire a répondu HTTP ${status}.`,
    name_unknown: 'Le nom de l’hôte est inconnu.',
    connection_refused: 'Rien n’y accepte de connexions.',
    timeout: 'Le destinataire n’a pas répondu en 10 secondes.',
    certificate: (cause: string) => `Le serveur ne fait pas confiance au certificat présenté (${cause}).`,
    failed: (cause: string) => `La connexion a échoué (${cause}).`,
    not_allowed:
      'Le serveur n’a pas le droit d’envoyer à des adresses de réseaux privés. Son exploitant peut autoriser celle-ci.',
    secrets_lost:
      'Les secrets conservés sont perdus. Créez une nouvelle clé de signature et saisissez de nouveau les identifiants.',
  },
}
