import { readdirSync, readFileSync } from 'node:fs'

/**
 * Returns the bytes of memory that a process and its children use (proc_pid_smaps_rollup(5): Pss): what they share counts once.
 * 0 on systems without /proc.
 */
export function memoryOfTree(pid: number): number {
  if (process.platform !== 'linux') return 0
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
  return [String(pid), ...children].reduce((sum, each) => sum + bytesOf(each, 'smaps_rollup', 'Pss'), 0)
}

/** Returns the bytes of a process in memory (proc_pid_status(5): VmRSS), whoever else uses the same; 0 on systems without /proc. */
export function residentMemory(pid: number): number {
  return process.platform === 'linux' ? bytesOf(String(pid), 'status', 'VmRSS') : 0
}

function parentOf(pid: string): number {
  const [, parent] = /^PPid:\s+(\d+)$/m.exec(read(pid, 'status')) ?? []
  return Number(parent)
}

function bytesOf(pid: string, file: string, field: string): number {
  const [, kib = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(read(pid, file)) ?? []
  return Number(kib) * 1024
}

/** Reads a file of a process; '' for one that has ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
