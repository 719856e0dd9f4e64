'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

function failure(name, message) {
  return Object.assign(new Error(message), { name });
}

/** The file that a handler's module name means. */
function fileOf(taskRoot, moduleName) {
  const base = path.resolve(taskRoot, moduleName);
  const file = ['', '.js', '.mjs', '.cjs'].map((extension) => base + extension).find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!file) throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${moduleName}'`);
  return file;
}

async function load(file) {
  try {
    if (file.endsWith('.mjs')) return await import(pathToFileURL(file).href);
    return require(file);
  } catch (error) {
    if (error?.code === 'ERR_REQUIRE_ESM' || error?.code === 'ERR_REQUIRE_ASYNC_MODULE') return import(pathToFileURL(file).href);
    throw error;
  }
}

/** Loads `dir/file.name.of.function` as the Node.js runtime of Lambda does: CommonJS or ES module. */
module.exports = async function loadHandler(taskRoot, handler) {
  const [, directory, moduleName, functionName] = /^(.*\/)?([^/.]+)\.(.+)$/.exec(handler) ?? [];
  if (!functionName) throw failure('Runtime.MalformedHandlerName', 'Bad handler');
  let module;
  try {
    module = await load(fileOf(taskRoot, (directory ?? '') + moduleName));
  } catch (error) {
    if (error instanceof SyntaxError) throw failure('Runtime.UserCodeSyntaxError', String(error));
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') throw failure('Runtime.ImportModuleError', `Error: ${error.message}`);
    throw error;
  }
  const find = (root) => functionName.split('.').reduce((place, name) => place?.[name], root);
  const found = find(module) ?? find(module.default);
  if (found === undefined) throw failure('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw failure('Runtime.HandlerNotFound', `${handler} is not a function`);
  return found;
};
