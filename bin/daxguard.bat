@echo off
rem Starts daxguard with Java 17 or newer: that of DAXGUARD_JAVA_HOME, else of JAVA_HOME, else java on the PATH.
rem DAXGUARD_OPTS contains options for the JVM. They follow those of JAVA_OPTS.
setlocal DisableDelayedExpansion

set "DAXGUARD_JAR=%~dp0..\lib\daxguard.jar"
if not exist "%DAXGUARD_JAR%" set "DAXGUARD_JAR=%~dp0daxguard.jar"
if not exist "%DAXGUARD_JAR%" set "DAXGUARD_JAR=%~dp0..\cli\target\daxguard.jar"
if not exist "%DAXGUARD_JAR%" (
  >&2 echo daxguard: daxguard.jar was not found. Extract the release archive completely.
  exit /b 3
)

set "DAXGUARD_JAVA=java.exe"
if defined JAVA_HOME set "DAXGUARD_JAVA=%JAVA_HOME%\bin\java.exe"
if defined DAXGUARD_JAVA_HOME set "DAXGUARD_JAVA=%DAXGUARD_JAVA_HOME%\bin\java.exe"

rem The version is, for example, "17.0.15", "25" or, before Java 9, "1.8.0_292".
set "DAXGUARD_MAJOR="
for /f tokens^=2^ delims^=.-+_^" %%a in ('call "%DAXGUARD_JAVA%" -version 2^>^&1 ^| findstr /c:" version "') do (
  if not defined DAXGUARD_MAJOR set "DAXGUARD_MAJOR=%%a"
)
if not defined DAXGUARD_MAJOR (
  >&2 echo daxguard: Java was not found. Install a JDK, version 17 or newer, and set JAVA_HOME or add its java to the PATH.
  exit /b 3
)
if %DAXGUARD_MAJOR% LSS 17 (
  >&2 echo daxguard: the version of Java is too old. Set DAXGUARD_JAVA_HOME to the folder of a JDK, version 17 or newer.
  exit /b 3
)

"%DAXGUARD_JAVA%" -XX:TieredStopAtLevel=1 %JAVA_OPTS% %DAXGUARD_OPTS% "-Ddaxguard.command=%~0" -jar "%DAXGUARD_JAR%" %*
exit /b %ERRORLEVEL%
