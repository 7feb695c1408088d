@echo off
rem Starts Tarn: with the Java that lies beside it (the image), else with JAVA_HOME's or the path's, 17 or newer.
setlocal
set "TARN_HOME=%~dp0.."
set "TARN_JAVA=java"
if defined JAVA_HOME set "TARN_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%TARN_HOME%\runtime\bin\java.exe" set "TARN_JAVA=%TARN_HOME%\runtime\bin\java.exe"
set "TARN_COMMAND=%~n0"
"%TARN_JAVA%" -XX:+UseParallelGC -XX:-UsePerfData -XX:CompileThresholdScaling=3 -Xlog:disable -Dfile.encoding=UTF-8 -jar "%TARN_HOME%\lib\tarn-cli.jar" %*
exit /b %ERRORLEVEL%
