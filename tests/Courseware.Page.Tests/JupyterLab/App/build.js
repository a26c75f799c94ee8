// Builds a JupyterLab of the extensions that package.json names, into the folder "built".
const { writeFileSync } = require('node:fs');
const { Build } = require('@jupyter/builder');
const base = require('@jupyter/builder/lib/webpack.config.base');
const { rspack } = require('@rspack/core');

const extensions = Object.keys(require('./package.json').dependencies).filter((name) => name.endsWith('-extension'));
const isMime = (name) => Boolean(require(`${name}/package.json`).jupyterlab.mimeExtension);
const list = (names) => `await Promise.all([${names.map((name) => `import('${name}')`).join(', ')}])`;

const themes = Build.ensureAssets({ packageNames: extensions, output: 'built' });
writeFileSync('built/lab.js', `
import './style.js';
import { JupyterLab } from '@jupyterlab/application';

const modules = ${list(extensions.filter((name) => !isMime(name)))};
const lab = new JupyterLab({ mimeExtensions: ${list(extensions.filter(isMime))} });
// Language servers belong to an extension that is not here.
lab.registerPlugins(modules.flatMap((module) => module.default).filter((plugin) => !plugin.id.includes(':language-server')));
window.lab = lab;
await lab.start();
await lab.restored;
document.body.dataset.lab = 'ready';
`);
const page = {
  ...base,
  entry: './built/lab.js',
  mode: 'development',
  devtool: false,
  experiments: { topLevelAwait: true },
  output: { ...base.output, path: `${__dirname}/built`, filename: 'bundle.js', publicPath: 'auto' },
};
rspack([page, ...themes]).run((error, stats) => {
  const failed = error || stats.hasErrors();
  if (failed) console.error(error ?? stats.toString({ all: false, errors: true }));
  process.exit(failed ? 1 : 0);
});
