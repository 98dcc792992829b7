# `docker build .` makes the last stage, the checkout for production; `docker build --target demo .` makes the demo.
# Neither of the two holds a compiler, tests or development dependencies.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-slim AS runtime
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
# A number, so that whoever runs the image can check that it is not root. Nothing in /app is its to write.
USER 65532:65532
STOPSIGNAL SIGTERM

# The shop, the checkout and a local Blink, as `npm run demo` starts them. `compose.demo.yaml` runs this one.
FROM runtime AS demo
ENV DEMO_HOST=0.0.0.0
COPY --from=build /app/dist ./dist
COPY views ./views
COPY public ./public
EXPOSE 4000 3000 4001
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4000/').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/demo/server.js"]

# What the production image takes: no sandbox, no demo, and of the package's scripts those that only start a compiled file.
# They go here and not in the last stage, where a layer of the image would still hold them.
FROM build AS production
COPY views ./views
COPY public ./public
RUN rm -r dist/sandbox dist/demo views/sandbox views/demo public/sandbox public/demo
RUN node -e 'const { scripts, devDependencies, ...kept } = require("./package.json"); \
  const startsOneFile = ([, script]) => /^(exec )?node dist\/\S+$/.test(script); \
  kept.scripts = Object.fromEntries(Object.entries(scripts).filter(startsOneFile)); \
  fs.writeFileSync("package.json", JSON.stringify(kept, null, 2));'

FROM runtime
ENV PORT=3000 HOST=0.0.0.0
COPY --from=production /app/dist ./dist
COPY --from=production /app/views ./views
COPY --from=production /app/public ./public
COPY --from=production /app/package.json ./
COPY migrations ./migrations
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/bin/server.js"]
