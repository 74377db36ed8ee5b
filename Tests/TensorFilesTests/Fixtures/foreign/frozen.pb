

inputPlaceholder

conv1/weightsConst

outputIdentity