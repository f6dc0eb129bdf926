import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: '品牌外观',
    intro: '登录页面、账户页面和邮件的颜色、徽标、图标和字体。',
  },
  messages: {
    title: '消息文本',
    intro: '邮件和短信在各语言中的内容。',
  },
  loginTexts: {
    title: '登录文本',
    intro: '登录页面在各语言中的内容。',
  },
  email: {
    title: '邮件发送',
    intro: '用于发送验证码、邀请和通知的邮件服务器或服务。',
  },
  sms: {
    title: '短信发送',
    intro: '用于向手机发送验证码的服务。',
  },
  domains: {
    title: '实例的域名',
    intro: '实例响应的域名，以及它信任的其他域名。',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: '授权',
  add: '添加授权',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: '项目',
  add: '新建项目',
}

export const auditTitles: Translation['auditTitles'] = {
  title: '审计',
  command: '更改和登录的日志',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: '设置',
  pages: {
    login: ['登录', '密码、通行密钥、第二步验证及其有效期。'],
    complexity: ['密码规则', '新密码的要求和有效期。'],
    lockout: ['锁定', '失败多少次后锁定用户，以及锁定多久。'],
    domain: ['登录名和域名', '登录名是否以域名结尾，域名是否必须证明。'],
    notification: ['通知', '关于账户更改的邮件。'],
    privacy: ['链接', '登录页面上的条款、隐私政策、帮助和支持。'],
    security: ['安全', '框架嵌入、代理操作，以及更改凭据的条件。'],
    oidc: ['令牌', '应用令牌的有效期。'],
    generators: ['验证码和机密', '所生成代码的长度、有效期和字符。'],
    languages: ['语言', '默认语言和可用的语言。'],
    restrictions: ['注册', '访客是否可以注册组织。'],
    features: ['功能', '自建登录和 API 约定的标志。'],
    keys: ['签名密钥', '签名令牌的密钥：使用中、下一个和以前的。'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: '以系统用户身份工作',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: '组织',
  add: '新建组织',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: '用户',
  addTitles: { person: '新建用户', machine: '新建机器' },
  lifecycles: {
    invited: '已邀请，尚未接受',
    unverified: '电子邮件地址未确认',
  },
  dormant: (days: number) => `${days} 天内没有会话或令牌`,
  importTitle: '从 CSV 导入用户',
}

export const commands: Translation['commands'] = { add: '新建应用' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: '日志目标',
  intro: '接收日志中所有事件的其他系统，例如 SIEM。',
}
